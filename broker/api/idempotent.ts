import type { Context, MiddlewareHandler } from 'hono';
import {
  fingerprintOf,
  giveKeyBack,
  type KeyUse,
  keepAnswer,
  parseKey,
  takeKey,
  underKey,
} from '../http/idempotency.ts';
import type { ApiEnv } from './environment.ts';

const NOTHING_DONE = new Set([429, 503]);

/** A stored answer holds no token: the grant token is given again by reading the delegation. */
function withoutTokens(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return body;
    return JSON.stringify(value, (name, member) => (/_token$/.test(name) ? undefined : member));
  } catch {
    return body;
  }
}

function keyUse(c: Context<ApiEnv>, header: string | undefined): KeyUse {
  const { clientId, id } = c.get('principal');
  return { client: clientId, person: id, method: c.req.method, path: c.req.path, key: parseKey(header) };
}

export function idempotent(when: 'required' | 'offered'): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const header = c.req.header('idempotency-key');
    if (header === undefined && when === 'offered') return next();
    const context = c.get('context');
    const use = keyUse(c, header);
    const taken = await takeKey(context, use, fingerprintOf(await c.req.text()));
    if (!('attempt' in taken))
      return new Response(taken.body, {
        status: taken.status,
        headers: { 'content-type': taken.contentType, 'cache-control': 'no-store' },
      });
    c.set('context', underKey(context, taken));
    await next();
    if (NOTHING_DONE.has(c.res.status)) return giveKeyBack(context, taken);
    await keepAnswer(context, taken, {
      status: c.res.status,
      contentType: c.res.headers.get('content-type') ?? 'application/json',
      body: withoutTokens(await c.res.clone().text()),
    });
  };
}
