import {
  isJsonObject,
  type JsonObject,
  requireCurrent,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import type { Delegation } from '../delegation/delegation.ts';
import type { Principal } from '../identity/principal.ts';
import type { Session } from '../session/session.ts';
import { grantClaims } from './claims.ts';
import type { OAuth } from './open-oauth.ts';
import { readOwnToken } from './own-token.ts';
import { type Confirmation, isConfirmation, sameConfirmation } from './sender.ts';
import { signToken } from './sign-token.ts';

/** What the caller's own token is bound to. */
export function confirmationOf({ jkt, x5t }: Principal): Confirmation {
  if (jkt !== undefined) return { jkt };
  if (x5t !== undefined) return { 'x5t#S256': x5t };
  throw new Error('A caller whose token is bound to no key has come this far.');
}

/** For the client and the actor who asked, while there is something to wait for or to use. */
export async function grantTokenFor(
  context: Context,
  oauth: OAuth,
  { principal, delegation, session }: { principal: Principal; delegation: Delegation; session?: Session },
): Promise<string | undefined> {
  const { status } = session?.state.status === 'ended' ? session.state : delegation.state;
  const own = delegation.actor.id === principal.id && delegation.clientId === principal.clientId;
  if (!own || (status !== 'pending' && status !== 'granted')) return undefined;
  const confirmation = confirmationOf(principal);
  if (session && !sameConfirmation(session.grantKey, confirmation)) return undefined;
  return signToken(
    context,
    oauth,
    'delegation-grant+jwt',
    grantClaims({
      issuer: context.config.issuer,
      delegation,
      confirmation,
      now: context.clock.now(),
      ...(session ? { session } : {}),
    }),
  );
}

export interface GrantToken {
  readonly delegation: string;
  readonly session: string | undefined;
  readonly subject: string;
  readonly clientId: string;
  readonly confirmation: Confirmation;
  readonly mayAct: JsonObject;
  readonly expiresAt: Date;
}

/** A grant token of ours, current and whole; whose it is, is looked at next. */
export async function acceptGrantToken(context: Context, oauth: OAuth, token: string): Promise<GrantToken> {
  const { payload } = await readOwnToken(context, oauth, 'delegation-grant+jwt', token);
  const { issuer } = context.config;
  if (payload.iss !== issuer || payload.aud !== issuer) throw new TokenRejected('token is of another issuer');
  const { exp } = requireCurrent(payload, context.clock.now(), ['exp', 'iat']);
  const { cnf, dlg, may_act: mayAct, sid } = payload;
  if (!isConfirmation(cnf)) throw new TokenRejected('token is bound to no key');
  if (!isJsonObject(dlg) || typeof dlg.id !== 'string') throw new TokenRejected('token names no delegation');
  if (!isJsonObject(mayAct)) throw new TokenRejected('token names nobody who may act');
  if (sid !== undefined && typeof sid !== 'string') throw new TokenRejected('token session is malformed');
  return {
    delegation: dlg.id,
    session: sid,
    subject: stringClaim(payload, 'sub'),
    clientId: stringClaim(payload, 'client_id'),
    confirmation: cnf,
    mayAct,
    expiresAt: new Date((exp ?? 0) * 1000),
  };
}
