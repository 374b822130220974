import { readFileSync } from 'node:fs';
import { createBoundFetch, createTokenClient, importSigningKey } from '@countersign/client';
import { signInAt } from '#examples/demo-world/code-flow.ts';
import type { DemoPerson, DemoWorld } from '#examples/demo-world/world.ts';
import { trusting } from './answers.ts';
import { callerThrough } from './caller.ts';
import { probe } from './clients.ts';
import { keyPath } from './keys.ts';
import { LaunchError } from './launch-error.ts';
import type { Settings } from './settings.ts';

/** One call of the broker's JSON API by whoever signed in. */
export type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

export interface BrokerAccess {
  asProbe(): Promise<Call>;
  asPerson(person: DemoPerson): Promise<Call>;
}

/** The broker as the demo's probe reaches it: by client credentials, or for a person who signed in for it. */
export async function brokerAccess(settings: Settings, world: DemoWorld): Promise<BrokerAccess> {
  const dispatcher = trusting(settings.data);
  const send = callerThrough(dispatcher);
  const key = await importSigningKey(JSON.parse(readFileSync(keyPath(settings.data, probe), 'utf8')));
  const tokens = createTokenClient({
    issuer: settings.broker,
    clientId: probe,
    authentication: { method: 'private_key_jwt', key },
    dpop: key,
    fetch: send,
  });
  const calling = (token: string): Call => {
    const bound = createBoundFetch({ token, dpop: key, fetch: send });
    return async (method, path, body) => {
      const headers = {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` }),
      };
      const response = await bound(`${settings.broker}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) return response.json();
      throw new LaunchError(`${method} ${path}: ${response.status} ${await response.text()}`);
    };
  };
  return {
    asProbe: async () => calling((await tokens.clientCredentials()).accessToken),
    async asPerson({ domain, iss, login, password }) {
      const { client_id: clientId, redirect_uri: redirectUri } = world.signIn[domain];
      const { idToken } = await signInAt({ issuer: iss, clientId, redirectUri, login, password });
      return calling((await tokens.exchangeSignIn({ idToken })).accessToken);
    },
  };
}
