import type { BrokerFetch } from '@countersign/resource-server';
import { Agent, fetch } from 'undici';

/** Node's own `fetch` takes no client certificate. The signal stream may run for hours: no time limit on bodies. */
export function brokerFetch(tls: { certificate: string; key: string; authority: string }): BrokerFetch {
  const connect = { cert: tls.certificate, key: tls.key, ca: tls.authority };
  const dispatcher = new Agent({ connect, headersTimeout: 10_000, bodyTimeout: 0 });
  return async (url, request) =>
    (await fetch(url, { ...request, headers: { ...request.headers }, dispatcher })) as unknown as Response;
}
