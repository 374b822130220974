import { and, eq, exists, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Trouble } from '../audit/trouble.ts';
import { findBackends } from '../catalog/find-backends.ts';
import type { Context } from '../context.ts';
import { contains, type DelegationSession } from '../delegation/details.ts';
import { judgeGrant } from '../delegation/judge-grant.ts';
import { activePolicy } from '../governance/tables.ts';
import { revealedFor } from '../oauth/claims.ts';
import { grantedAt } from '../oauth/delegated/narrow.ts';
import { actorNow } from '../oauth/delegated/still-carried.ts';
import { risksOf } from '../policy/bundle.ts';
import type { Obligations, Reason } from '../policy/verdict.ts';
import type { Revealed, Session } from '../session/session.ts';
import { living, selectSessions } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { type Backend, withinBudget } from '../signals/deed.ts';

/** Who would do what on what, in one session or in any. */
export interface Evaluation {
  readonly actor: { readonly kind: string; readonly id: string };
  readonly action: string;
  readonly resource: { readonly kind: string; readonly id: string };
  readonly session: string | undefined;
}

export type Decision =
  /** Nothing that the caller has to do with: no more is said. */
  | { readonly decision: 'unknown' }
  | { readonly decision: 'deny'; readonly session: Session; readonly reasons: readonly Reason[] }
  | {
      readonly decision: 'allow';
      readonly session: Session;
      readonly reasons: readonly Reason[];
      readonly obligations: Obligations;
      readonly policyVersion: string;
      /**
       * Masked fields of the action's answer that the session shows all the same, as a token would say it. Only where the
       * question names the session: what was revealed in one is hidden in every other.
       */
      readonly revealed?: Revealed;
    };

const UNKNOWN: Decision = { decision: 'unknown' };
const MOST_SESSIONS = 20;

const DOMAINS = new Map([
  ['agent', 'support'],
  ['service', 'service'],
] as const);

const isKind = (kind: string): kind is 'agent' | 'service' => kind === 'agent' || kind === 'service';

/**
 * Whether an actor may do this here and now: a live session of theirs covers it at this backend, and policy (stage
 * `use`) allows it, by the same code that introspection asks. As of the moment of the look: a write that must not
 * come after a stop still asks by an intent.
 */
export async function evaluateAccess(
  context: Context,
  trouble: Trouble,
  backend: Backend,
  evaluation: Evaluation,
): Promise<Decision> {
  const risk = risksOf(context.policy.bundle).get(evaluation.action);
  const identifier = identifierOf(evaluation.resource);
  if (risk === undefined || identifier === undefined || (await trouble.present())) return UNKNOWN;
  const registered = (await findBackends(context.reader)).find(
    ({ resource }) => resource === backend.resource,
  );
  if (registered === undefined) return UNKNOWN;
  let denied = UNKNOWN;
  for (const session of await liveSessions(context, evaluation)) {
    const details = grantedAt(registered, session.delegation);
    if (!details.some((item) => coveredBy(item, evaluation.action, identifier))) continue;
    const decided = await decideIn(context, session, details, { identifier, changes: risk !== 'read' });
    if (decided.decision === 'allow') return { ...decided, ...revealedIn(session, evaluation) };
    denied = decided;
  }
  return denied;
}

function revealedIn({ revealed }: Session, { action, session }: Evaluation): { revealed?: Revealed } {
  return session === undefined ? {} : revealedFor([action], revealed);
}

async function decideIn(
  context: Context,
  session: Session,
  details: readonly DelegationSession[],
  { identifier, changes }: { identifier: string; changes: boolean },
): Promise<Decision> {
  const deny = (id: string, text: string): Decision => ({
    decision: 'deny',
    session,
    reasons: [{ id, text }],
  });
  if (changes && session.level !== 'write') return deny('level_read', 'The session may only read.');
  if (!withinBudget(session, identifier)) return deny('budget_spent', 'What was approved is used up.');
  const actor = await actorNow(context, session);
  if (actor === undefined) return deny('actor_disabled', 'Who acts is shut out.');
  const verdict = await judgeGrant(context, session.delegation, { stage: 'use', actor, details });
  const { decision, reasons, obligations, policyVersion } = verdict;
  return decision === 'allow'
    ? { decision, session, reasons, obligations, policyVersion }
    : { decision, session, reasons };
}

/** By the database's clock, and judged under the policy that is active. */
async function liveSessions(
  { reader, clock }: Context,
  { actor, session }: Evaluation,
): Promise<readonly Session[]> {
  const domain = isKind(actor.kind) ? DOMAINS.get(actor.kind) : undefined;
  if (domain === undefined) return [];
  const underActive = exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(activePolicy)
      .where(and(eq(activePolicy.name, 'active'), eq(activePolicy.version, sessions.policyVersion))),
  );
  const where = and(
    eq(sessions.actorId, actor.id),
    eq(sessions.domain, domain),
    session === undefined ? undefined : eq(sessions.id, session),
    living(clock.sql),
    underActive,
  );
  const found = await selectSessions(reader, where, clock.now(), MOST_SESSIONS);
  return found.filter(({ state }) => state.status === 'live');
}

const coveredBy = (item: DelegationSession, action: string, identifier: string): boolean =>
  item.actions.includes(action) && contains(item.identifier, identifier);

/** `account` and its id, or a path below it. */
function identifierOf({ kind, id }: Evaluation['resource']): string | undefined {
  const path = /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/;
  if (kind !== 'account' || id.length > 256 || !path.test(id)) return undefined;
  return id.split('/').some((segment) => segment === '.' || segment === '..') ? undefined : `account/${id}`;
}
