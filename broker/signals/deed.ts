import { and, eq, inArray } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../db/client.ts';
import { contains } from '../delegation/details.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import { findClient } from '../oauth/clients/store.ts';
import { isRevoked } from '../oauth/introspection-endpoint.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Session } from '../session/session.ts';
import { findSession, isLiving } from '../session/store.ts';
import { delegatedTokens } from '../session/tables.ts';

/** The registered backend that reports. */
export interface Backend {
  clientId: string;
  resource: string;
}

/** What is done, with which token, on what. */
export interface Deed {
  jti: string;
  action: string;
  /** A path within the token's identifier, such as `account/8f2c/credential/1`. */
  identifier: string;
}

export type DelegatedToken = typeof delegatedTokens.$inferSelect;

export function refused(code: string, message: string, detail?: string): Refusal {
  return new Refusal(code, message, { status: 403, ...(detail ? { detail } : {}) });
}

/** Issued by this broker for this very backend; of anything else nothing is said. */
export async function findToken(reader: Reader, backend: Backend, jti: string): Promise<DelegatedToken> {
  const [token] = await reader
    .select()
    .from(delegatedTokens)
    .where(and(eq(delegatedTokens.jti, jti), eq(delegatedTokens.resource, backend.resource)));
  if (!token) throw refused('unknown_token', 'No token of that name was issued for this backend.');
  return token;
}

export async function carryingSession(context: Context, token: DelegatedToken): Promise<Session> {
  const session = await findSession(context.reader, token.sessionId, context.clock.now());
  if (!session) throw new Error(`The session of ${token.jti} is missing.`);
  return session;
}

async function isEnabled(reader: SealedReader, actor: string): Promise<boolean> {
  if (actor.startsWith('svc_')) return (await findClient(reader, actor)) !== undefined;
  return (await findPerson(reader, actor))?.enabled ?? false;
}

export function covers(token: DelegatedToken, backend: Backend, { action, identifier }: Deed): boolean {
  return (
    token.actions.includes(action) &&
    token.details.some(
      (item) =>
        item.actions.includes(action) &&
        item.locations.includes(backend.resource) &&
        contains(item.identifier, identifier),
    )
  );
}

export function withinBudget({ budget, used }: Session, identifier: string | undefined): boolean {
  const known = identifier === undefined || used.resources.includes(identifier);
  const touched = known ? used.resources.length : used.resources.length + 1;
  return (
    used.calls + 1 <= (budget.calls ?? Number.POSITIVE_INFINITY) &&
    touched <= (budget.resources ?? Number.POSITIVE_INFINITY)
  );
}

/** Says why a write must not begin. What may change meanwhile is held again by the statement that commits it. */
export async function refuseUnlessCarried(
  context: Context,
  backend: Backend,
  deed: Deed,
  budget: 'open' | 'spent' = 'open',
): Promise<{ token: DelegatedToken; session: Session }> {
  const token = await findToken(context.reader, backend, deed.jti);
  if (token.expiresAt <= context.clock.now()) throw refused('token_expired', 'The token has expired.');
  if (await isRevoked(context, deed.jti)) throw refused('token_revoked', 'The token was revoked.');
  const session = await carryingSession(context, token);
  if (session.state.status !== 'live' || !(await isLiving(context.reader, session.id, context.clock.sql)))
    throw refused('session_ended', 'The session has ended.');
  if (!(await isEnabled(context.reader, session.actorId)))
    throw refused('actor_disabled', 'Who acts is shut out.');
  if (session.level !== 'write' || token.level !== 'write')
    throw refused('level_read', 'The session may only read.');
  if (!covers(token, backend, deed)) throw refused('outside_details', 'The token does not cover this.');
  if (budget === 'open' && !withinBudget(session, deed.identifier))
    throw refused('budget_spent', 'What was approved is used up.');
  return { token, session };
}

/** Whose entry it is: the customer finds it among the own ones. */
export function entryOf(session: Session): Pick<Entry, 'actor' | 'subject' | 'delegation' | 'session'> {
  return {
    actor: session.actorId,
    subject: session.subjectId,
    delegation: session.delegation.id,
    session: session.id,
  };
}

export async function tokensOf(
  reader: Reader,
  backend: Backend,
  jtis: readonly string[],
): Promise<Map<string, DelegatedToken>> {
  const rows = await reader
    .select()
    .from(delegatedTokens)
    .where(and(inArray(delegatedTokens.jti, [...jtis]), eq(delegatedTokens.resource, backend.resource)));
  return new Map(rows.map((row) => [row.jti, row]));
}
