import {
  type CallerFetch,
  createApi,
  createTokenClient,
  idempotencyKey,
  importSigningKey,
} from '@countersign/client';
import { Agent, fetch as undiciFetch } from 'undici';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import type { Pair } from './crew.ts';
import { inParallel } from './in-parallel.ts';
import type { OwnBroker } from './own-broker.ts';

/** What an agent in a session exchanges for a backend's token, again and again. */
export interface InSession {
  actorToken: string;
  grantToken: string;
}

const ACTIONS = ['accounts:profile.read', 'accounts:settings.read'];
const AT_ONCE = 8;

type Door = 'support' | 'customer';

/** A door of the console as the broker knows it: its key, its certificate, and the people it signs in. */
async function openDoor(broker: OwnBroker, door: Door) {
  const client = `console-${door}`;
  const dispatcher = new Agent({ connect: broker.certificateOf(client) });
  const send: CallerFetch = async (url, request) =>
    (await undiciFetch(url, {
      ...request,
      headers: { ...request.headers },
      dispatcher,
    })) as unknown as Response;
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

function done<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

/** Asked, consented to and begun through the API, by everybody in person. */
export async function intoSession(broker: OwnBroker): Promise<InSession[]> {
  const [support, account] = await Promise.all([openDoor(broker, 'support'), openDoor(broker, 'customer')]);
  const enter = async ({ agent, customer }: Pair): Promise<InSession> => {
    const { token, api } = await support.signIn(agent);
    const header = () => ({ 'idempotency-key': idempotencyKey() });
    const asked = done(
      await api.POST('/v1/delegations', {
        params: { header: header() },
        body: {
          subject: customer.id,
          justification: 'The customer asks why notifications arrive twice.',
          authorization_details: [
            {
              type: 'delegation_session',
              actions: ACTIONS,
              locations: [broker.settings.accountsApi],
              identifier: customer.accounts[0] ?? '',
              purpose: { code: 'check-setting', ref: 'TCK-1042' },
              max_duration: 1800,
            },
          ],
        },
      }),
    );
    const params = { path: { id: asked.id } };
    const { api: asCustomer } = await account.signIn(customer);
    const { statement, nonce } = done(
      await asCustomer.POST('/v1/statements', {
        body: { kind: 'consent', target: asked.id, decision: 'give' },
      }),
    );
    done(
      await asCustomer.POST('/v1/delegations/{id}/consent', {
        params,
        body: { decision: 'give', signed: { statement, nonce, method: 'session' } },
      }),
    );
    const started = done(
      await api.POST('/v1/delegations/{id}/sessions', { params: { ...params, header: header() } }),
    );
    return { actorToken: token, grantToken: started.grant_token };
  };
  try {
    return await inParallel(broker.pairs, AT_ONCE, enter);
  } finally {
    await Promise.all([support.close(), account.close()]);
  }
}
