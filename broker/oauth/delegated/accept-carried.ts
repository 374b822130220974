import {
  type JsonObject,
  objectClaim,
  requireCurrent,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Session } from '../../session/session.ts';
import { findSession } from '../../session/store.ts';
import { delegatedTokens } from '../../session/tables.ts';
import { isRevoked } from '../introspection-endpoint.ts';
import type { OAuth } from '../open-oauth.ts';
import { readOwnToken } from '../own-token.ts';
import { chainDepth } from './chain-depth.ts';
import { refused } from './refused.ts';
import { stillCarried } from './still-carried.ts';

export const longestChain = 4;

/** A delegated token as the backend holds it that was called with it. */
export interface Carried {
  readonly jti: string;
  readonly act: JsonObject;
  readonly dlg: JsonObject & { readonly mode: string; readonly evidence: string };
  /** Actors once this backend has passed it on. */
  readonly depth: number;
  readonly details: (typeof delegatedTokens.$inferSelect)['details'];
  readonly expiresAt: Date;
  readonly session: Session;
}

/**
 * RFC 8693 §4.1: whoever passes a delegation on was called with it. Its sender was the caller, so it is bound to
 * another key than this request's, and its audience alone says who may show it here.
 */
export async function acceptCarried(
  context: Context,
  oauth: OAuth,
  resource: string,
  token: string,
): Promise<Carried> {
  try {
    const { payload } = await readOwnToken(context, oauth, 'at+jwt', token);
    const { issuer } = context.config;
    if (payload.iss !== issuer || payload.aud !== resource) throw new TokenRejected('token is for another');
    const { exp } = requireCurrent(payload, context.clock.now(), ['exp', 'iat']);
    const jti = stringClaim(payload, 'jti');
    const act = objectClaim(payload, 'act');
    const said = objectClaim(payload, 'dlg');
    const dlg = { ...said, mode: stringClaim(said, 'mode'), evidence: stringClaim(said, 'evidence') };
    const depth = chainDepth(act) + 1;
    if (depth > longestChain) throw refused('chain_too_deep');
    if (await isRevoked(context, jti)) throw new TokenRejected('token was revoked');
    const { details, session } = await held(context, jti, resource);
    // What introspection would call inactive buys nothing here either.
    if (!(await stillCarried(context, payload, resource)))
      throw new TokenRejected('somebody in the chain is shut out, or policy has changed');
    return { jti, act, dlg, depth, details, expiresAt: new Date((exp ?? 0) * 1000), session };
  } catch (error) {
    if (error instanceof TokenRejected) throw refused('subject_token_invalid', error.message);
    throw error;
  }
}

async function held(context: Context, jti: string, resource: string) {
  const [row] = await context.reader
    .select({ sid: delegatedTokens.sessionId, details: delegatedTokens.details })
    .from(delegatedTokens)
    .where(and(eq(delegatedTokens.jti, jti), eq(delegatedTokens.resource, resource)));
  if (row === undefined) throw new TokenRejected('token is not on record');
  const session = await findSession(context.reader, row.sid, context.clock.now());
  if (session === undefined) throw new TokenRejected('token names no session');
  if (session.state.status !== 'live') throw refused('session_ended');
  return { details: row.details, session };
}
