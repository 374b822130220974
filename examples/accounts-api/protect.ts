import {
  type BrokerFetch,
  type Clock,
  createResourceServer,
  type ResourceServer,
} from '@countersign/resource-server';
import { ACTIONS } from './actions.ts';
import type { Store } from './store/open-store.ts';
import { proofStore } from './store/used-proofs.ts';

interface Protection {
  url: string;
  broker: { url: string; clientId: string };
  fetch: BrokerFetch;
  clock?: Clock;
}

export function protect(store: Store, { url, broker, fetch, clock }: Protection): ResourceServer {
  return createResourceServer({
    issuer: broker.url,
    resource: url,
    actions: ACTIONS,
    broker: { fetch, clientId: broker.clientId },
    replay: proofStore(store),
    ...(clock === undefined ? {} : { clock }),
    log: {
      warn: (facts, message) => console.warn(message, facts),
      error: (facts, message) => console.error(message, facts),
    },
  });
}
