import { Hono } from 'hono';
import { acceptCredential } from '../store/accept-credential.ts';
import type { Store } from '../store/open-store.ts';
import { problem } from './problem.ts';

/** Direct use with an API key: what a customer's own program does. */
export function pingRoute(store: Store): Hono {
  return new Hono().get('/ping', async (c) => {
    const [, secret] = /^bearer (nwk_[A-Za-z0-9_-]{43})$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const used = secret === undefined ? undefined : await acceptCredential(store, secret);
    if (used === undefined) return problem(401, 'Unauthorized', { 'WWW-Authenticate': 'Bearer' });
    return c.json({ pong: true, account: used.accountId, credential: used.id });
  });
}
