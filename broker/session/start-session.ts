import { and, eq, isNull, not, or } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { hashOf } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { sqlState } from '../db/retry.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecision } from '../decisions/store.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { judgeGrant } from '../delegation/judge-grant.ts';
import { next } from '../delegation/lifecycle.ts';
import { onlySigned } from '../delegation/only-signed.ts';
import { refuseWhileReviewOverdue } from '../delegation/overdue-review.ts';
import { actorOf } from '../delegation/read-request.ts';
import { denied } from '../delegation/refuse-if-denied.ts';
import { changedMeanwhile, retryLostRaces } from '../delegation/retry-lost-races.ts';
import { delegations } from '../delegation/tables.ts';
import { readDelegation } from '../delegation/visible.ts';
import { grantCutOff } from '../delegation/whose.ts';
import { moveDelegation } from '../delegation/writes.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { persons } from '../identity/tables.ts';
import { type ActorId, newId } from '../ids.ts';
import { openedInEmergency } from './emergency.ts';
import { lapseSession } from './lapse-sessions.ts';
import { expiryOf } from './lifecycle.ts';
import type { Budget, GrantKey, Session } from './session.ts';
import { actedBy, notEnded, ofDelegation, selectSessions } from './store.ts';
import { sessions } from './tables.ts';
import { insertSession } from './writes.ts';

const IDLE_SECONDS = 600;
const UNIQUE_VIOLATION = '23505';

export interface Starting {
  principal: Principal;
  delegationId: string;
  grantKey: GrantKey;
  /** What the agent's sign-in adds: when it ends, and that it still holds in the write. */
  signIn?: { endsAt: Date | undefined; holds: Write[] };
}

export interface Started {
  session: Session;
  writes: Write[];
  entries: Entry[];
}

async function readStartable(context: Context, { principal, delegationId }: Starting): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id: delegationId });
  if (delegation.clientId !== principal.clientId)
    throw new Refusal('other_client', 'This was asked for through another client.', { status: 403 });
  const { state, clocks } = delegation;
  if (state.status !== 'granted')
    throw new Refusal('not_granted', `This delegation is ${state.status}; no session can start on it.`, {
      extra: { delegation_status: state.status },
    });
  if ((await context.reader.$count(delegations, and(eq(delegations.id, delegation.id), grantCutOff()))) > 0)
    throw new Refusal('not_granted', 'What this delegation was granted on was cut off; ask for a new one.', {
      extra: { delegation_status: 'revoked' },
    });
  if (clocks.notBefore && context.clock.now() < clocks.notBefore)
    throw new Refusal('too_early', 'This delegation cannot be used yet.', {
      extra: { not_before: clocks.notBefore.toISOString() },
    });
  return delegation;
}

/** One live session per agent, and one per delegation. What has lapsed unnoticed is written down and stands in nobody's way. */
async function refuseWhileInSession(
  context: Context,
  { domain, id }: Principal,
  delegation: Delegation,
): Promise<void> {
  const own = domain === 'support' ? and(actedBy([id]), eq(sessions.domain, 'support')) : undefined;
  const where = and(notEnded, or(ofDelegation(delegation.id), own));
  for (const session of await selectSessions(context.reader, where, context.clock.now())) {
    if (session.state.status === 'live')
      throw new Refusal('session_live', 'You are in a session already. End it before you start another.', {
        extra: { sid: session.id, delegation: session.delegation.id },
      });
    await lapseSession(context, session);
  }
}

/** Holds only while the person is enabled: the row lock orders it with a disabling. */
function stillEnabled({ person }: Principal): Write[] {
  if (person === undefined) return [];
  const otherwise = new Refusal('person_disabled', 'This account is shut out.', { status: 403 });
  return [
    write(
      update(persons)
        .set({ disabledAt: null })
        .where(and(eq(persons.id, person), isNull(persons.disabledAt))),
      { rows: 1, otherwise },
    ),
  ];
}

const leastDuration = ({ effective, obligations }: Delegation): number =>
  Math.min(
    obligations.maxDurationSeconds ?? Number.POSITIVE_INFINITY,
    ...effective.map((item) => item.max_duration),
  );

function budgetOf({ obligations }: Delegation, now: Readonly<Record<string, number>> | undefined): Budget {
  const least = (name: keyof Budget): Budget => {
    const amounts = [obligations.budget?.[name], now?.[name]].filter((amount) => amount !== undefined);
    return amounts.length === 0 ? {} : { [name]: Math.min(...amounts) };
  };
  return { ...least('calls'), ...least('resources'), ...least('denials'), ...least('reveals') };
}

/** A budget is the grant's: going out and in again gives no new one. */
async function usedBefore(context: Context, { id }: Delegation, now: Date): Promise<Session['used']> {
  const before = await selectSessions(context.reader, ofDelegation(id), now);
  return {
    calls: Math.max(0, ...before.map(({ used }) => used.calls)),
    denials: Math.max(0, ...before.map(({ used }) => used.denials)),
    reveals: Math.max(0, ...before.map(({ used }) => used.reveals)),
    resources: [...new Set(before.flatMap(({ used }) => used.resources))],
  };
}

/** Everything a start needs, as values: the token endpoint commits them together with the first token. */
export async function preparingStart(context: Context, starting: Starting): Promise<Started> {
  const { principal, grantKey, signIn } = starting;
  const actor = actorOf(principal);
  const delegation = await readStartable(context, starting);
  if (delegation.emergency) await refuseWhileReviewOverdue(context, principal);
  await refuseWhileInSession(context, principal, delegation);
  const signed = await onlySigned(context, delegation);
  const verdict = await judgeGrant(context, signed, { stage: 'issue', actor });
  const now = context.clock.now();
  const id = newId('ses', now.getTime());
  if (verdict.decision === 'deny')
    throw denied(decisionOn(context, verdict, { delegation: delegation.id }), verdict);
  const decision = decisionOn(context, verdict, { delegation: delegation.id, session: id });

  const event = { type: 'started', longestSeconds: leastDuration(delegation) } as const;
  const state = next(delegation.state, event, delegation.clocks, now);
  if (state?.status !== 'granted' || delegation.state.status !== 'granted') throw changedMeanwhile();
  const first = delegation.state.expiresAt === undefined;
  const limits = { delegation: state, ...(signIn?.endsAt ? { signInEndsAt: signIn.endsAt } : {}) };
  const session: Session = {
    id,
    delegation: { ...delegation, state, changes: delegation.changes + 1 },
    clientId: principal.clientId,
    actorId: principal.id as ActorId,
    domain: actor.kind === 'service' ? 'service' : 'support',
    subjectId: delegation.subjectId,
    level: 'read',
    startedAt: now,
    lastUsedAt: now,
    idleSeconds: context.config.sessionIdleSeconds ?? IDLE_SECONDS,
    grantKey,
    ...(principal.signInId ? { signInId: principal.signInId } : {}),
    ...(signIn?.endsAt ? { signInEndsAt: signIn.endsAt } : {}),
    expiresAt: expiryOf(limits),
    policyVersion: verdict.policyVersion,
    decisionId: decision.id,
    budget: budgetOf(delegation, verdict.obligations.budget),
    used: await usedBefore(context, delegation, now),
    revealed: {},
    state: { status: 'live' },
  };
  const otherwise = changedMeanwhile();
  const opened = openedInEmergency(context, session);
  return {
    session,
    writes: [
      ...(signIn?.holds ?? []),
      ...stillEnabled(principal),
      // Also when nothing but the count changes: a stop that has read the delegation before has lost this race.
      write(moveDelegation(delegation, { state, onlyIf: not(grantCutOff()) }, context), {
        rows: 1,
        otherwise,
      }),
      write(insertSession(session, context.seals), { rows: 1, otherwise }),
      ...opened.writes,
      recordingDecision(decision),
    ],
    entries: [
      ...opened.entries,
      {
        type: 'session.started',
        actor: session.actorId,
        subject: session.subjectId,
        delegation: delegation.id,
        session: session.id,
        policyVersion: verdict.policyVersion,
        hashes: {
          details: delegation.detailsHash,
          effective: hashOf(delegation.effective),
          question: decision.questionHash,
        },
        facts: { level: 'read', first, expires_at: session.expiresAt.toISOString() },
      },
    ],
  };
}

/** Two starts of one agent at the same moment: the index lets one in, and the other looks again and is told. */
export async function retryingStart<T>(start: () => Promise<T>): Promise<T> {
  return retryLostRaces(async () => {
    try {
      return await start();
    } catch (error) {
      throw sqlState(error) === UNIQUE_VIOLATION ? changedMeanwhile() : error;
    }
  });
}

/** The agent goes in. */
export async function startSession(context: Context, starting: Starting): Promise<Session> {
  return retryingStart(async () => {
    const { session, writes, entries } = await preparingStart(context, starting);
    await context.record({ writes, entries });
    return session;
  });
}
