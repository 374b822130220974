import type { Pair } from './crew.ts';
import { asks, done, keyHeader, openDoor } from './doors.ts';
import { inParallel } from './in-parallel.ts';
import type { OwnBroker } from './own-broker.ts';

/** What an agent in a session exchanges for a backend's token, again and again. */
export interface InSession {
  actorToken: string;
  grantToken: string;
}

const AT_ONCE = 8;

/** Asked, consented to and begun through the API, by everybody in person. */
export async function intoSession(broker: OwnBroker): Promise<InSession[]> {
  const [support, account] = await Promise.all([openDoor(broker, 'support'), openDoor(broker, 'customer')]);
  const enter = async (pair: Pair): Promise<InSession> => {
    const { token, api } = await support.signIn(pair.agent);
    const delegation = await asks(broker, api, pair);
    const params = { path: { id: delegation } };
    const { api: asCustomer } = await account.signIn(pair.customer);
    const { statement, nonce } = done(
      await asCustomer.POST('/v1/statements', {
        body: { kind: 'consent', target: delegation, decision: 'give' },
      }),
    );
    done(
      await asCustomer.POST('/v1/delegations/{id}/consent', {
        params,
        body: { decision: 'give', signed: { statement, nonce, method: 'session' } },
      }),
    );
    const started = done(
      await api.POST('/v1/delegations/{id}/sessions', { params: { ...params, header: keyHeader() } }),
    );
    return { actorToken: token, grantToken: started.grant_token };
  };
  try {
    return await inParallel(broker.pairs, AT_ONCE, enter);
  } finally {
    await Promise.all([support.close(), account.close()]);
  }
}
