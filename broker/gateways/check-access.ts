import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { challenge, type Scheme } from '../oauth/challenge.ts';
import { risksOf } from '../policy/bundle.ts';
import { endOverspent } from '../session/end-overspent.ts';
import type { Session } from '../session/session.ts';
import { sessions } from '../session/tables.ts';
import {
  type Backend,
  carryingSession,
  covers,
  type DelegatedToken,
  entryOf,
  findToken,
  refused,
  withinBudget,
} from '../signals/deed.ts';
import { intendWrite, spend } from '../signals/intend-write.ts';
import { noteReports } from '../signals/token-use.ts';
import type { EndCaller } from './end-caller.ts';
import { misconfigured, type OriginalRequest } from './original-request.ts';

/** What a gateway lets through, and may tell whoever stands behind it. */
export interface CheckedAccess {
  readonly token: DelegatedToken;
  readonly session: Session;
  readonly action: string | undefined;
  readonly resource: string | undefined;
  /** Of a write: the backend may say what came of it under this id. */
  readonly intent: string | undefined;
  /** Masked fields of the action's answer that the token shows all the same. */
  readonly revealed: readonly string[];
}

/** Looking without changing (RFC 9110 §9.2.1); TRACE is none that anybody should be let through with. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who was turned away, once that is known; for the log only. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  readonly refusal: Refusal;
  readonly session: Session;
  constructor(refusal: Refusal, session: Session) {
    super(refusal.message);
    this.refusal = refusal;
    this.session = session;
  }
}

/**
 * Whether what the caller of a gateway does may go on to the backend behind it. Without a named action only that
 * somebody may look is answered; every other method needs one. A write needs a named resource too, and is an intent
 * like any backend's: ordered with every stop, counted against the budget, on record before the answer. A read is
 * recorded as `access.checked` before the answer, and counted in the same transaction. What came of either a gateway
 * cannot know, so nobody is alerted for want of it; the backend may report a write's outcome under the intent's id.
 */
export async function checkAccess(
  context: Context,
  backend: Backend,
  caller: EndCaller,
  original: OriginalRequest,
): Promise<CheckedAccess> {
  const token = await findToken(context.reader, backend, caller.jti);
  const session = await carryingSession(context, token);
  try {
    const intent = await letThrough(context, backend, { token, session, caller, original });
    const { action, resource } = original;
    const revealed =
      action !== undefined && Object.hasOwn(caller.revealed, action) ? caller.revealed[action] : [];
    return { token, session, action, resource, intent, revealed: revealed ?? [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'budget_spent')
      await endOverspent(context, session.id, { identifier: original.resource });
    throw new AccessRefused(challenged(error, backend.resource, caller.scheme, original.action), session);
  }
}

interface Attempt {
  readonly token: DelegatedToken;
  readonly session: Session;
  readonly caller: EndCaller;
  readonly original: OriginalRequest;
}

async function letThrough(
  context: Context,
  backend: Backend,
  { token, session, caller, original }: Attempt,
): Promise<string | undefined> {
  const { method, action, resource } = original;
  const { jti } = caller;
  if (action === undefined) {
    if (!SAFE.has(method)) throw forbidden('action_not_named', 'no action is named for this method');
    await recordLook(context, session, jti, original);
    return undefined;
  }
  const risk = risksOf(context.policy.bundle).get(action);
  if (risk === undefined) throw misconfigured('names an action that is not in the catalogue');
  if (risk === 'never') throw forbidden('action_never_delegated', 'this is never done for a customer');
  if (!isCovered(token, backend, action, resource))
    throw forbidden('outside_delegation', 'the delegation does not cover this');
  if (!withinBudget(session, resource)) throw forbidden('budget_spent', 'what was approved is used up');
  if (risk === 'read') {
    await recordLook(context, session, jti, original);
    return undefined;
  }
  if (resource === undefined) throw forbidden('resource_not_named', 'no resource is named for this change');
  const intent = randomUUID();
  await intendWrite(context, backend, intent, { jti, action, identifier: resource }, 'unheard');
  return intent;
}

function isCovered(
  token: DelegatedToken,
  backend: Backend,
  action: string,
  resource: string | undefined,
): boolean {
  const identifiers = resource === undefined ? token.details.map((item) => item.identifier) : [resource];
  return identifiers.some((identifier) => covers(token, backend, { jti: token.jti, action, identifier }));
}

/** Together with its record, or not at all: the session must live, and have something left, when it is committed. */
async function recordLook(
  context: Context,
  session: Session,
  jti: string,
  { method, path, action, resource }: OriginalRequest,
): Promise<void> {
  if (!withinBudget(session, resource)) throw forbidden('budget_spent', 'what was approved is used up');
  const entry: Entry = {
    type: 'access.checked',
    ...entryOf(session),
    jti,
    policyVersion: session.policyVersion,
    facts: { method, ...(action ? { action } : {}), ...(resource ? { identifier: resource } : {}) },
    detail: { path },
  };
  const use = spend(session, { jti, identifier: resource }, context.clock.sql, 'read');
  await context.record({ writes: [use, notRevoked(session, jti)], entries: [entry] });
  await noteReports(context, [jti]);
}

/** A statement of its own: who revokes a token holds the session's row, and what was committed meanwhile is seen here. */
function notRevoked(session: Session, jti: string): Write {
  const held = update(sessions)
    .set({ status: sql`${sessions.status}` })
    .where(
      and(eq(sessions.id, session.id), sql`not exists (select 1 from revoked_tokens r where r.jti = ${jti})`),
    );
  return write(held, { rows: 1, otherwise: refused('token_revoked', 'The token was revoked.') });
}

function forbidden(code: string, text: string): Refusal {
  return new Refusal(code, text, { status: 403 });
}

/** RFC 6750 §3.1: what is missing, so that the gateway can pass it on. */
function challenged(
  { code, message, status, detail, headers }: Refusal,
  resource: string,
  scheme: Scheme,
  action: string | undefined,
): Refusal {
  if (status !== 403) return new Refusal(code, message, { status, headers, ...(detail ? { detail } : {}) });
  const parameters = {
    error: 'insufficient_scope',
    error_description: message,
    ...(action ? { scope: action } : {}),
  };
  return new Refusal(code, message, {
    status,
    headers: { 'www-authenticate': challenge(resource, scheme, parameters) },
    ...(detail ? { detail } : {}),
  });
}
