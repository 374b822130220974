import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBoundFetch, createTokenClient, Problem, TokenError } from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from './launch/caller.ts';
import { operator } from './launch/clients.ts';

/** Options of a command that calls a broker as a service, by its certificate. */
export const serviceOptions = {
  broker: { type: 'string' },
  ca: { type: 'string' },
  client: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
} as const;

type Given = { [name in keyof typeof serviceOptions]?: string | undefined };

export type Call = ReturnType<typeof createBoundFetch>;

export interface BrokerService {
  readonly broker: string;
  /** With a token of this scope, bound to the certificate. */
  as(scope: string): Promise<Call>;
  close(): Promise<void>;
}

/** Without options: the system that was started here, in COUNTERSIGN_DATA or .countersign. Otherwise what is missing. */
export function brokerService(given: Given): BrokerService | { missing: string } {
  const folder = process.env.COUNTERSIGN_DATA || '.countersign';
  const tls = (name: string) => join(folder, 'tls', name);
  const broker = given.broker ?? process.env.BROKER_URL ?? startedHere(folder);
  const files = {
    ca: given.ca ?? tls('ca.crt'),
    cert: given.cert ?? tls('operator.crt'),
    key: given.key ?? tls('operator.key'),
  };
  const missing = Object.entries(files).filter(([, file]) => !existsSync(file));
  if (broker === undefined || missing.length > 0) {
    const what = broker === undefined ? ['--broker'] : missing.map(([name, file]) => `--${name} (${file})`);
    return { missing: `Nothing was started here, and not given: ${what.join(', ')}.` };
  }
  const connect = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  const dispatcher = new Agent({ connect });
  const send = callerThrough(dispatcher);
  return {
    broker,
    as: async (scope) => {
      const tokens = createTokenClient({
        issuer: broker,
        clientId: given.client ?? operator,
        authentication: { method: 'tls_client_auth' },
        fetch: send,
      });
      const { accessToken } = await tokens.clientCredentials({ scope });
      return createBoundFetch({ token: accessToken, fetch: send });
    },
    close: () => dispatcher.close(),
  };
}

/** Why a call failed, if it is not a fault of ours. */
export function whyNot(error: unknown, broker: string): string | undefined {
  if (error instanceof TypeError) return `${broker} cannot be reached`;
  return error instanceof TokenError || error instanceof Problem ? error.message : undefined;
}

/** The broker's issuer URL, as the running demo names it. */
function startedHere(folder: string): string | undefined {
  const file = join(folder, 'demo.json');
  if (!existsSync(file)) return undefined;
  const { broker } = JSON.parse(readFileSync(file, 'utf8')) as { broker?: string };
  return broker;
}
