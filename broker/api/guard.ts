import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../errors.ts';
import type { Domain } from '../identity/principal.ts';
import { insufficientScope } from '../oauth/challenge.ts';
import type { ApiEnv } from './environment.ts';

/** Per domain the scopes of which one is needed; an empty list: whoever is of that domain. */
export type Access = Partial<Record<Domain, readonly string[]>>;

export const people: Access = { support: [], admin: [], customer: [] };
export const everybody: Access = { ...people, service: [] };

export function guard(access: Access): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const principal = c.get('principal');
    const scopes = access[principal.domain];
    if (!scopes) throw new Refusal('wrong_domain', 'This is not for your kind of account.', { status: 403 });
    if (scopes.length > 0 && !scopes.some((scope) => principal.scopes.includes(scope)))
      throw insufficientScope(
        c.get('context').config.issuer,
        principal.jkt === undefined ? 'Bearer' : 'DPoP',
        scopes,
      );
    await next();
  };
}
