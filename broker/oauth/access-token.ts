import {
  type JsonObject,
  type Jwt,
  requireCurrent,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { OAuth } from './open-oauth.ts';
import { readOwnToken } from './own-token.ts';
import { type Confirmation, isConfirmation } from './sender.ts';

/** The claims of a token for this broker's own API, before the database has been asked. */
export interface OwnApiToken {
  readonly subject: string;
  readonly clientId: string;
  readonly domain: string;
  readonly confirmation: Confirmation;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly signInId: string | undefined;
  readonly jti: string;
  /** To the second, by the clock of the broker that issued it. */
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly claims: JsonObject;
}

/** RFC 9068 §4. A token that acts for somebody else is turned away before its audience is looked at. */
export async function acceptOwnApiToken(context: Context, oauth: OAuth, token: string): Promise<OwnApiToken> {
  const jwt = await readOwnToken(context, oauth, 'at+jwt', token);
  refuseDelegated(jwt);
  return ownApiClaims(context, jwt);
}

function refuseDelegated(jwt: Jwt): void {
  if (!Object.hasOwn(jwt.payload, 'act')) return;
  throw new Refusal('delegated_token_not_allowed', 'A delegated token opens nothing here.', { status: 403 });
}

export function ownApiClaims(context: Context, { payload }: Jwt): OwnApiToken {
  const { issuer } = context.config;
  if (payload.iss !== issuer) throw new TokenRejected('token is of another issuer');
  if (payload.aud !== issuer) throw new TokenRejected('token is for another audience');
  const { exp, iat } = requireCurrent(payload, context.clock.now(), ['exp', 'iat']);
  const { cnf, roles, sid } = payload;
  if (!isConfirmation(cnf)) throw new TokenRejected('token is bound to no key');
  return {
    subject: stringClaim(payload, 'sub'),
    clientId: stringClaim(payload, 'client_id'),
    domain: stringClaim(payload, 'domain'),
    confirmation: cnf,
    scopes: typeof payload.scope === 'string' ? payload.scope.split(' ').filter((scope) => scope !== '') : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    signInId: typeof sid === 'string' ? sid : undefined,
    jti: stringClaim(payload, 'jti'),
    issuedAt: new Date((iat ?? 0) * 1000),
    expiresAt: new Date((exp ?? 0) * 1000),
    claims: payload,
  };
}
