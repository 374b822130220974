import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBoundFetch, createTokenClient, Problem, TokenError } from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from './launch/caller.ts';
import { operator } from './launch/clients.ts';

export const serviceUsage = '[--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE]';

export const serviceOptions = {
  broker: { type: 'string' },
  ca: { type: 'string' },
  client: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
} as const;

type Named = { [Name in keyof typeof serviceOptions]?: string | undefined };

export interface Service {
  broker: string;
  clientId: string;
  files: { ca: string; cert: string; key: string };
}

/** The service that a command acts for, as named or as the system that was started here; else what is missing. */
export function readService(values: Named): Service | { missing: string } {
  const folder = process.env.COUNTERSIGN_DATA || '.countersign';
  const tls = (name: string) => join(folder, 'tls', name);
  const broker = values.broker ?? process.env.BROKER_URL ?? startedHere(folder);
  const files = {
    ca: values.ca ?? tls('ca.crt'),
    cert: values.cert ?? tls('operator.crt'),
    key: values.key ?? tls('operator.key'),
  };
  const missing = Object.entries(files).filter(([, file]) => !existsSync(file));
  if (broker !== undefined && missing.length === 0)
    return { broker, clientId: values.client ?? operator, files };
  const what = broker === undefined ? ['--broker'] : missing.map(([name, file]) => `--${name} (${file})`);
  return { missing: `Nothing was started here, and not given: ${what.join(', ')}.` };
}

/** One creating call over mutual TLS, with a token for this scope. What the broker refuses is a `Refused`. */
export async function postAsService(
  { broker, clientId, files }: Service,
  { scope, path, body }: { scope: string; path: string; body: unknown },
): Promise<unknown> {
  const connect = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  const dispatcher = new Agent({ connect });
  try {
    const send = callerThrough(dispatcher);
    const authentication = { method: 'tls_client_auth' } as const;
    const tokens = createTokenClient({ issuer: broker, clientId, authentication, fetch: send });
    const { accessToken } = await tokens.clientCredentials({ scope });
    const response = await createBoundFetch({ token: accessToken, fetch: send })(`${broker}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Refused(Problem.from(response, answer).message, answer);
    return answer;
  } catch (error) {
    if (error instanceof TokenError) throw new Refused(error.message, undefined);
    if (error instanceof TypeError) throw new Refused(`${broker} cannot be reached`, undefined);
    throw error;
  } finally {
    await dispatcher.close();
  }
}

/** What the broker would not do, or that it could not be asked. */
export class Refused extends Error {
  readonly answer: unknown;
  constructor(message: string, answer: unknown) {
    super(message);
    this.answer = answer;
  }
}

/** The broker's issuer URL, as the running demo names it. */
function startedHere(folder: string): string | undefined {
  const file = join(folder, 'demo.json');
  if (!existsSync(file)) return undefined;
  const { broker } = JSON.parse(readFileSync(file, 'utf8')) as { broker?: string };
  return broker;
}
