import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBoundFetch, createTokenClient, Problem, TokenError } from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from './launch/caller.ts';
import { operator } from './launch/clients.ts';

/** How a command of an operator's reaches a running broker. */
export const operatorOptions = {
  broker: { type: 'string' },
  ca: { type: 'string' },
  client: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export interface OperatorOptions {
  broker?: string;
  ca?: string;
  client?: string;
  cert?: string;
  key?: string;
  json?: boolean;
}

export interface Operation {
  scope: string;
  path: string;
  body: object;
}

/** One call as the operator, over mutual TLS. 0: done, 1: refused or not reached, 2: not understood. */
export async function asOperator<Done>(
  options: OperatorOptions,
  { scope, path, body }: Operation,
  tell: { print: (line: string) => void; done: (answer: Done) => string; failed: string },
): Promise<number> {
  const folder = process.env.COUNTERSIGN_DATA || '.countersign';
  const tls = (name: string) => join(folder, 'tls', name);
  const broker = options.broker ?? process.env.BROKER_URL ?? startedHere(folder);
  const files = {
    ca: options.ca ?? tls('ca.crt'),
    cert: options.cert ?? tls('operator.crt'),
    key: options.key ?? tls('operator.key'),
  };
  const missing = Object.entries(files).filter(([, file]) => !existsSync(file));
  if (broker === undefined || missing.length > 0) {
    const what = broker === undefined ? ['--broker'] : missing.map(([name, file]) => `--${name} (${file})`);
    tell.print(`Nothing was started here, and not given: ${what.join(', ')}.`);
    return 2;
  }
  const connect = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  const dispatcher = new Agent({ connect });
  try {
    const send = callerThrough(dispatcher);
    const tokens = createTokenClient({
      issuer: broker,
      clientId: options.client ?? operator,
      authentication: { method: 'tls_client_auth' },
      fetch: send,
    });
    const { accessToken } = await tokens.clientCredentials({ scope });
    const response = await createBoundFetch({ token: accessToken, fetch: send })(`${broker}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw Problem.from(response, await response.json().catch(() => undefined));
    const done = (await response.json()) as Done;
    tell.print(options.json ? JSON.stringify(done) : tell.done(done));
    return 0;
  } catch (error) {
    if (!(error instanceof TokenError || error instanceof Problem || error instanceof TypeError)) throw error;
    const why = error instanceof TypeError ? `${broker} cannot be reached` : error.message;
    tell.print(`${tell.failed}: ${why}`);
    return 1;
  } finally {
    await dispatcher.close();
  }
}

/** The broker's issuer URL, as the running demo names it. */
function startedHere(folder: string): string | undefined {
  const file = join(folder, 'demo.json');
  if (!existsSync(file)) return undefined;
  const { broker } = JSON.parse(readFileSync(file, 'utf8')) as { broker?: string };
  return broker;
}
