import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBoundFetch, createTokenClient, Problem, TokenError } from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from './launch/caller.ts';
import { operator } from './launch/clients.ts';

export const keysUsage = `countersign keys rotate [signing|refresh|master] [--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE] [--json]
  signing   the next key signs, and the one after it is published (unless another is named)
  refresh   successors of refresh tokens are derived with a new key
  master    everything is sealed anew under the first configured master key
  Without options: the system that was started here, in COUNTERSIGN_DATA or .countersign.`;

const kinds = ['signing', 'refresh', 'master'];

/** 0: rotated, 1: refused or not reached, 2: the command was not understood. */
export async function keys(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      broker: { type: 'string' },
      ca: { type: 'string' },
      client: { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [verb, kind = 'signing', ...rest] = positionals;
  if (verb !== 'rotate' || rest.length > 0 || !kinds.includes(kind)) {
    print(keysUsage);
    return 2;
  }
  const folder = process.env.COUNTERSIGN_DATA || '.countersign';
  const tls = (name: string) => join(folder, 'tls', name);
  const broker = values.broker ?? process.env.BROKER_URL ?? startedHere(folder);
  const files = {
    ca: values.ca ?? tls('ca.crt'),
    cert: values.cert ?? tls('operator.crt'),
    key: values.key ?? tls('operator.key'),
  };
  const missing = Object.entries(files).filter(([, file]) => !existsSync(file));
  if (broker === undefined || missing.length > 0) {
    const what = broker === undefined ? ['--broker'] : missing.map(([name, file]) => `--${name} (${file})`);
    print(`Nothing was started here, and not given: ${what.join(', ')}.`);
    return 2;
  }
  const connect = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  const dispatcher = new Agent({ connect });
  try {
    const done = await rotate(broker, values.client ?? operator, kind, dispatcher);
    print(values.json ? JSON.stringify(done) : told(kind, done));
    return 0;
  } catch (error) {
    if (!(error instanceof TokenError || error instanceof Problem || error instanceof TypeError)) throw error;
    const why = error instanceof TypeError ? `${broker} cannot be reached` : error.message;
    print(`The keys stay as they are: ${why}`);
    return 1;
  } finally {
    await dispatcher.close();
  }
}

interface Done {
  readonly active?: string;
  readonly sealed?: number;
}

async function rotate(broker: string, clientId: string, key: string, dispatcher: Agent): Promise<Done> {
  const send = callerThrough(dispatcher);
  const tokens = createTokenClient({
    issuer: broker,
    clientId,
    authentication: { method: 'tls_client_auth' },
    fetch: send,
  });
  const { accessToken } = await tokens.clientCredentials({ scope: 'keys.rotate' });
  const response = await createBoundFetch({ token: accessToken, fetch: send })(
    `${broker}/v1/keys/rotations`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` },
      body: JSON.stringify({ key }),
    },
  );
  if (!response.ok) throw Problem.from(response, await response.json().catch(() => undefined));
  return (await response.json()) as Done;
}

function told(kind: string, { active, sealed }: Done): string {
  if (kind === 'master') return `${sealed} keys were sealed anew. Other master keys can be taken out now.`;
  return `Rotated: ${active} is used from now on.`;
}

/** The broker's issuer URL, as the running demo names it. */
function startedHere(folder: string): string | undefined {
  const file = join(folder, 'demo.json');
  if (!existsSync(file)) return undefined;
  const { broker } = JSON.parse(readFileSync(file, 'utf8')) as { broker?: string };
  return broker;
}
