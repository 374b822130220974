import { connect, createServer, type Socket } from 'node:net';
import { close, listen } from '#bin/launch/loopback.ts';
import { freePort } from '#test/free-port.ts';

export interface Passed {
  times: number;
  /** How often the program had to wait for the database's answer before it could go on with this statement. */
  roundTrips: number;
}

/** Between a program and its PostgreSQL: sees each statement pass. */
export interface Wire {
  url: string;
  /** By statement text, since the last `reset`. */
  passed(): Map<string, Passed>;
  reset(): void;
  stop(): Promise<void>;
}

export async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  const counted = new Map<string, Passed>();
  const open = new Set<Socket>();

  const server = createServer((program) => {
    const database = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [program, database]) {
      open.add(socket.setNoDelay(true));
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined);
    }
    program.on(
      'data',
      messageReader((text, what) => {
        const passed = counted.get(text) ?? { times: 0, roundTrips: 0 };
        passed[what] += 1;
        counted.set(text, passed);
      }),
    );
    program.pipe(database);
    database.pipe(program);
  });
  const port = await freePort();
  const fault = await listen(server, port, '127.0.0.1');
  if (fault) throw new Error(`The wire cannot listen: ${fault}`);
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    passed: () => new Map(counted),
    reset: () => counted.clear(),
    async stop() {
      for (const socket of open) socket.destroy();
      await close(server);
    },
  };
}

/** PostgreSQL's frontend messages (protocol 3.0): a type byte, a length, a body; the very first one has no type. */
function messageReader(saw: (text: string, what: keyof Passed) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  let current = '';
  const prepared = new Map<string, string>();

  function read(type: string, first: string, second: string): void {
    if (type === 'P') prepared.set(first, second);
    if (type === 'P' || type === 'B') current = (type === 'P' ? second : prepared.get(second)) ?? '';
    if (type === 'Q') current = first;
    if (type === 'Q' || type === 'E') saw(current, 'times');
    if (type === 'Q' || type === 'S' || type === 'H') saw(current, 'roundTrips');
  }

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = begun ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = header + rest.readUInt32BE(header);
      if (rest.length < length) return;
      const [first = '', second = ''] = rest
        .subarray(header + 4, length)
        .toString('utf8')
        .split('\0');
      if (begun) read(String.fromCharCode(rest[0] ?? 0), first, second);
      rest = rest.subarray(length);
      begun = true;
    }
  };
}
