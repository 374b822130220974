import { TokenRejected } from '@countersign/resource-server/jwt';
import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { OAuthError } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Session } from '../../session/session.ts';
import { acceptGrantToken, type GrantToken } from '../grant-token.ts';
import type { TokenRequest } from '../grants/token-request.ts';
import type { OAuth } from '../open-oauth.ts';
import { sameConfirmation } from '../sender.ts';
import type { SingleUse } from '../single-use.ts';
import type { Looked } from './look.ts';
import { noteOtherKey } from './other-key.ts';
import { notYet } from './poll.ts';
import { refused } from './refused.ts';

/** The grant token of this client and this key, for this actor. Whose it is otherwise, nobody is told. */
export async function acceptGrant(
  context: Context,
  oauth: OAuth,
  { client, sender, uses }: TokenRequest,
  token: string,
  actor: Principal,
): Promise<GrantToken> {
  let grant: GrantToken;
  try {
    grant = await acceptGrantToken(context, oauth, token);
    if (grant.clientId !== client.id) throw new TokenRejected('the grant token is of another client');
    if (!sameConfirmation(grant.confirmation, sender.confirmation)) {
      await noteOtherKey(context, grant, uses);
      throw new TokenRejected('the grant token is bound to another key');
    }
  } catch (error) {
    if (error instanceof TokenRejected) throw refused('subject_token_invalid', error.message);
    throw error;
  }
  const { iss, sub } = grant.mayAct;
  if (iss !== context.config.issuer || sub !== actor.id) throw refused('may_act_mismatch');
  return grant;
}

/** RFC 8628 §3.5 by the status of the delegation. */
export async function requireGranted(
  context: Context,
  grant: GrantToken,
  actor: Principal,
  { delegation }: Looked,
  uses: SingleUse[],
): Promise<Delegation> {
  if (
    delegation?.actor.id !== actor.id ||
    delegation.clientId !== grant.clientId ||
    delegation.subjectId !== grant.subject
  )
    throw refused('subject_token_invalid', 'the delegation is not as the grant token says');
  switch (delegation.state.status) {
    case 'pending':
      throw await notYet(context, delegation.id, uses);
    case 'denied':
      throw new OAuthError('access_denied', 'the delegation was refused');
    case 'expired':
      throw new OAuthError('expired_token', 'the delegation has expired');
    case 'withdrawn':
    case 'revoked':
    case 'completed':
      throw refused('delegation_not_active');
    case 'granted':
      return delegation;
  }
}

/** The session that the grant token names, or the one that lives on the delegation; undefined: none has started. */
export function sessionFor(grant: GrantToken, { session }: Looked): Session | undefined {
  if (grant.session === undefined) return session?.state.status === 'live' ? session : undefined;
  if (session === undefined) throw refused('subject_token_invalid', 'the session is not of this delegation');
  if (session.state.status === 'ended') throw refused('session_ended', session.state.endedBy.kind);
  return session;
}
