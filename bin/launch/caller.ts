import type { CallerFetch } from '@countersign/client';
import { type Dispatcher, fetch } from 'undici';

/** Node's own `fetch` takes no authority and no certificate of one's own: requests go through this dispatcher. */
export function callerThrough(dispatcher: Dispatcher): CallerFetch {
  return async (url, request) =>
    (await fetch(url, { ...request, headers: { ...request.headers }, dispatcher })) as unknown as Response;
}
