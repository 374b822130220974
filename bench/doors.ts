import {
  type Api,
  createApi,
  createTokenClient,
  idempotencyKey,
  importSigningKey,
} from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from '#bin/launch/caller.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import type { Pair } from './crew.ts';
import type { OwnBroker } from './own-broker.ts';

type Door = 'support' | 'admin' | 'customer';

/** A door of the console as the broker knows it: its key, its certificate, and the people it signs in. */
export async function openDoor(broker: OwnBroker, door: Door) {
  const client = `console-${door}`;
  const dispatcher = new Agent({ connect: broker.certificateOf(client) });
  const send = callerThrough(dispatcher);
  const { key, kid } = broker.keyOf(client);
  const dpop = await importSigningKey({ ...key.export({ format: 'jwk' }), kid });
  const issuer = broker.settings.broker;
  const authentication = { method: 'private_key_jwt', key: dpop } as const;
  const tokens = createTokenClient({ issuer, clientId: client, authentication, dpop, fetch: send });
  return {
    async signIn(person: DemoPerson) {
      const idToken = broker.issuers.idToken(person, client);
      const { accessToken: token } = await tokens.exchangeSignIn({ idToken });
      return { token, api: createApi({ issuer, token, dpop, fetch: send }) };
    },
    close: () => dispatcher.close(),
  };
}

export function done<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

export const keyHeader = () => ({ 'idempotency-key': idempotencyKey() });

/** The agent asks to read what the customer keeps. */
export async function asks(broker: OwnBroker, api: Api, { customer }: Pair): Promise<string> {
  const asked = await api.POST('/v1/delegations', {
    params: { header: keyHeader() },
    body: {
      subject: customer.id,
      justification: 'The customer asks why notifications arrive twice.',
      authorization_details: [
        {
          type: 'delegation_session',
          actions: ['accounts:profile.read', 'accounts:settings.read'],
          locations: [broker.settings.accountsApi],
          identifier: customer.accounts[0] ?? '',
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 1800,
        },
      ],
    },
  });
  return done(asked).id;
}
