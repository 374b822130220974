import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { socketsIn } from './socket-path.ts';

const ASKS = '.asks';
const HOLDS = '.holds';

export interface Claim {
  hold(): void;
  letGo(): void;
}

export interface OtherClaim {
  pid: number;
  holds: boolean;
  /** Made on another machine, which cannot be asked whether its process lives. */
  elsewhere: { host: string; file: string } | undefined;
}

export interface Claims {
  claim(): Promise<Claim>;
  /** Those who claim the folder besides, and live. What dead ones left is removed. */
  others(): Promise<OtherClaim[]>;
  close(): void;
}

interface Machine {
  host: string;
  /** Of the machine, through every boot; empty where the system tells none. */
  id: string;
  /** Of this boot of its kernel; empty where the system tells none. */
  boot: string;
}

function thisMachine(): Machine {
  const text = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  return { host: hostname(), id: text('/etc/machine-id'), boot: text('/proc/sys/kernel/random/boot_id') };
}

/**
 * Whether a process of that machine could be asked from here, or cannot live any more since it was booted anew. Names
 * of hosts are given twice (a pod that moved, a clone), so a name alone says so only where nothing else is told.
 */
function isHere(made: Partial<Machine>, { host, id, boot }: Machine): boolean {
  if (made.boot === boot) return boot !== '' || made.host === host;
  return id !== '' && made.id === id;
}

/** Of a claim that is being made or unmade nothing is known. */
function read(mark: string): Partial<Machine> {
  try {
    return JSON.parse(readFileSync(mark, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * A claim is a socket that its process listens on, and marks of the same name, which is never used again. So the
 * kernel, not a process id, says whether the process lives, and what a dead one left can be removed at any time.
 */
export function claimsIn(folder: string): Claims {
  const { at, close } = socketsIn(folder);
  const machine = thisMachine();
  const own = new Set<string>();
  const mark = (name: string, end: string, content = '') =>
    writeFileSync(join(folder, `${name}${end}`), content, { mode: 0o600 });
  /** The mark that others look for goes last: what a crash leaves of it is found. */
  const remove = (name: string) => {
    for (const end of ['', HOLDS, ASKS]) rmSync(join(folder, `${name}${end}`), { force: true });
  };

  /** Anything but a clear no means yes. */
  function listens(name: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(at(name), () => resolve(true));
      socket.once('error', ({ code }: NodeJS.ErrnoException) =>
        resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
      );
      socket.once('close', () => socket.destroy());
    });
  }

  return {
    close,
    async claim() {
      const name = `${process.pid}-${randomBytes(6).toString('hex')}`;
      const server = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(at(name), resolve);
      });
      server.unref();
      own.add(name);
      mark(name, ASKS, JSON.stringify(machine));
      return {
        hold: () => mark(name, HOLDS),
        letGo: () => {
          remove(name);
          server.close();
          own.delete(name);
        },
      };
    },
    async others() {
      const found: OtherClaim[] = [];
      for (const file of readdirSync(folder).filter((one) => one.endsWith(ASKS))) {
        const name = file.slice(0, -ASKS.length);
        if (own.has(name)) continue;
        const made = read(join(folder, file));
        const elsewhere =
          made.host === undefined || isHere(made, machine)
            ? undefined
            : { host: made.host, file: join(folder, file) };
        if (!elsewhere && !(await listens(name))) remove(name);
        else found.push({ pid: Number.parseInt(name, 10), holds: holds(name), elsewhere });
      }
      return found;
    },
  };

  function holds(name: string): boolean {
    return existsSync(join(folder, `${name}${HOLDS}`));
  }
}
