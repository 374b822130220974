import type { Delegation } from '../delegation/delegation.ts';
import type { ActorId, CustomerId, SessionId } from '../ids.ts';
import type { Seals } from '../seals/seals.ts';
import { type Ender, expiryOf, type Limits, type SessionState, stateAt } from './lifecycle.ts';
import type { Session } from './session.ts';
import type { sessions } from './tables.ts';

type Row = typeof sessions.$inferSelect;

function endedBy(row: Row): Ender {
  switch (row.endedKind) {
    case 'agent':
    case 'customer':
    case 'admin':
      return { kind: row.endedKind, id: row.endedById ?? '' };
    case 'expiry':
    case 'idle':
    case 'policy':
    case 'signal':
    case 'detection':
      return { kind: row.endedKind };
    case null:
      throw new Error(`${row.id} has ended, but nobody ended it.`);
  }
}

function stored(row: Row): SessionState {
  if (row.status === 'live') return { status: 'live' };
  if (!row.endedAt) throw new Error(`${row.id} has ended, but has no end.`);
  const reason = row.endedReason === null ? {} : { reason: row.endedReason };
  return { status: 'ended', endedAt: row.endedAt, endedBy: endedBy(row), ...reason };
}

/** What the broker did not write opens nothing: it is over, from the moment somebody looks. */
function broken(now: Date): SessionState {
  const reason = 'Its record was changed by something other than the broker.';
  return { status: 'ended', endedAt: now, endedBy: { kind: 'detection' }, reason };
}

function liveAsWritten(row: Row, isOverInLog: boolean, seals: Seals): boolean {
  if (!isOverInLog) return seals.holds('sessions', row.id, row);
  seals.broken('sessions', row.id);
  return false;
}

/** Rows become the union on the way out. */
export function sessionOf(
  row: Row,
  { delegation, isOverInLog }: { delegation: Delegation; isOverInLog: boolean },
  now: Date,
  seals: Seals,
): Session {
  const holds = row.status === 'ended' || liveAsWritten(row, isOverInLog, seals);
  const limits: Limits = {
    delegation: delegation.state,
    ...(row.signInEndsAt ? { signInEndsAt: row.signInEndsAt } : {}),
    lastUsedAt: row.lastUsedAt,
    idleSeconds: row.idleSeconds,
  };
  return {
    id: row.id as SessionId,
    delegation,
    clientId: row.clientId,
    actorId: row.actorId as ActorId,
    domain: row.domain,
    subjectId: row.subjectId as CustomerId,
    level: row.level,
    startedAt: row.startedAt,
    lastUsedAt: row.lastUsedAt,
    idleSeconds: row.idleSeconds,
    grantKey: row.grantKey,
    ...(row.signInId ? { signInId: row.signInId } : {}),
    ...(row.signInEndsAt ? { signInEndsAt: row.signInEndsAt } : {}),
    expiresAt: expiryOf(limits),
    policyVersion: row.policyVersion,
    ...(row.decisionId === null ? {} : { decisionId: row.decisionId }),
    budget: row.budget,
    used: {
      calls: row.callsUsed,
      resources: row.resourcesUsed,
      denials: row.denialsUsed,
      reveals: row.revealsUsed,
    },
    revealed: row.revealed ?? {},
    state: holds ? stateAt(stored(row), limits, now) : broken(now),
  };
}
