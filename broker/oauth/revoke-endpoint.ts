import { TokenRejected } from '@countersign/resource-server/jwt';
import { eq, sql } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { OAuthError } from '../errors.ts';
import type { Connection } from '../http/connection.ts';
import { closeSessionsOfPerson } from '../session/close-sessions-of-person.ts';
import { sessions } from '../session/tables.ts';
import { answering, jsonAnswer } from './answer.ts';
import { authenticateClient } from './client-authentication.ts';
import type { Client } from './clients/store.ts';
import { madeFrom, revoking } from './delegated/revoking.ts';
import { readForm } from './form.ts';
import type { OAuth } from './open-oauth.ts';
import { readOwnToken } from './own-token.ts';
import { refreshTokenHash } from './sign-in/refresh-token.ts';
import { end } from './sign-in/store.ts';
import { refreshTokens, signIns } from './sign-in/tables.ts';
import { secondsAfter } from './single-use.ts';
import type { TokenEndpointOptions } from './token-endpoint.ts';
import { counting } from './within-limit.ts';

/** RFC 7009 §2. Committed before the answer, so refused everywhere we decide from then on. */
export async function revokeEndpoint(
  context: Context,
  oauth: OAuth,
  request: Request,
  connection: Connection,
  options: Pick<TokenEndpointOptions, 'withSender' | 'limit'> = {},
): Promise<Response> {
  const quota = counting(options.limit);
  const answer = await answering(context, async () => {
    const form = await readForm(request);
    const client = await authenticateClient(context, request, connection, form);
    quota.require(client.id);
    const token = form.get('token');
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing');
    const known = options.withSender?.(context, { clientId: client.id }) ?? context;
    if (token.includes('.')) await revokeAccessToken(known, oauth, client, token);
    else await revokeSignIn(known, client, token);
    return jsonAnswer({});
  });
  return quota.told(answer);
}

/** §2.1: the whole family and, with it, its access tokens; who signs out is in no session any more. */
async function revokeSignIn(context: Context, client: Client, token: string): Promise<void> {
  const [found] = await context.reader
    .select({
      id: signIns.id,
      clientId: signIns.clientId,
      peopleId: signIns.peopleId,
      endedAt: signIns.endedAt,
    })
    .from(refreshTokens)
    .innerJoin(signIns, eq(signIns.id, refreshTokens.signInId))
    .where(eq(refreshTokens.hash, refreshTokenHash(token)));
  if (found === undefined) return;
  requireOwner(client, found.clientId);
  if (found.endedAt !== null) return;
  await retryLostRaces(async () => {
    const sessions = await closeSessionsOfPerson(context, [found.peopleId], {
      by: { kind: 'agent', id: found.peopleId },
      reason: 'Signed out.',
    });
    await context.record({
      writes: [end(context, found.id, 'client'), ...sessions.writes],
      entries: [
        { type: 'sign_in.ended', actor: found.peopleId, target: found.id, facts: { by: 'client' } },
        ...sessions.entries,
      ],
    });
  });
}

async function revokeAccessToken(
  context: Context,
  oauth: OAuth,
  client: Client,
  token: string,
): Promise<void> {
  const claims = await claimsOf(context, oauth, token);
  if (claims === undefined) return;
  requireOwner(client, claims.client_id);
  const { jti, exp, sub, sid } = claims;
  if (typeof jti !== 'string' || typeof exp !== 'number') return;
  const session: Pick<Entry, 'session'> =
    typeof sid === 'string' && sid.startsWith('ses_') ? { session: sid } : {};
  const expiresAt = secondsAfter(new Date(exp * 1000), 60);
  await retryLostRaces(async () => {
    const ended = [jti, ...(await madeFrom(context, jti))];
    await context.record({
      writes: [...holdingSession(session.session), revoking(ended, expiresAt)],
      entries: ended.map((one) => ({
        type: 'token.revoked',
        actor: client.id,
        jti: one,
        ...(typeof sub === 'string' ? { subject: sub } : {}),
        ...session,
      })),
    });
  });
}

/** Whoever passes a token of this session on writes its row too: that comes before, and is found, or after, and fails. */
function holdingSession(session: string | undefined): Write[] {
  if (session === undefined) return [];
  const held = update(sessions)
    .set({ status: sql`${sessions.status}` })
    .where(eq(sessions.id, session));
  return [write(held, { rows: 'any', otherwise: new Error('The session cannot be held.') })];
}

/** §2.2: what is no token of ours is revoked already; §2.2.1: of what we sign, only access tokens can be. */
async function claimsOf(context: Context, oauth: OAuth, token: string) {
  try {
    return (await readOwnToken(context, oauth, 'at+jwt', token)).payload;
  } catch (error) {
    if (!(error instanceof TokenRejected)) throw error;
  }
  try {
    await readOwnToken(context, oauth, 'delegation-grant+jwt', token);
  } catch (error) {
    if (error instanceof TokenRejected) return undefined;
    throw error;
  }
  throw new OAuthError('unsupported_token_type', 'a grant token ends with its delegation');
}

/** §2.1: refused when the token was issued to another client. */
function requireOwner(client: Client, clientId: unknown): void {
  if (clientId !== client.id)
    throw new OAuthError('invalid_request', 'the token was not issued to this client');
}
