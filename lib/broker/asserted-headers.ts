import 'server-only';
import { isIP } from 'node:net';
import type { CallerFetch } from '@countersign/client';
import { headers } from 'next/headers';

type Incoming = () => Promise<Pick<Headers, 'get'>>;

/**
 * Tells the broker, and nobody else, which browser a request is for. The server never sees the browser's socket, so the
 * address comes from the header that the operator's own proxy sets; where none is configured nothing is told.
 */
export function asserting(
  send: CallerFetch,
  { brokerUrl, addressHeader }: { brokerUrl: string; addressHeader: string | undefined },
  incoming: Incoming = headers,
): CallerFetch {
  if (addressHeader === undefined) return send;
  return async (url, request) => {
    if (!url.startsWith(`${brokerUrl}/`)) return send(url, request);
    const asserted = await assertedOf(addressHeader, incoming);
    return send(url, { ...request, headers: { ...request.headers, ...asserted } });
  };
}

async function assertedOf(addressHeader: string, incoming: Incoming): Promise<Record<string, string>> {
  // Outside a request there is no browser to speak of.
  const from = await incoming().catch(() => undefined);
  // Of a list the last one: the address that the nearest proxy has seen itself.
  const address = from?.get(addressHeader)?.split(',').at(-1)?.trim() ?? '';
  if (isIP(address) === 0) return {};
  const userAgent = from
    ?.get('user-agent')
    ?.replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 512);
  return {
    'countersign-asserted-address': address,
    ...(userAgent === undefined || userAgent === '' ? {} : { 'countersign-asserted-user-agent': userAgent }),
  };
}
