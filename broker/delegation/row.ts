import type { ActorId, CustomerId, DelegationId, EntryId, PersonId } from '../ids.ts';
import type { Seals } from '../seals/seals.ts';
import type { Signature } from '../signing/statement.ts';
import type { ConsentAnswer, Delegation, Review, UsedOffer } from './delegation.ts';
import { type EndedBy, type Ending, type Granting, type State, stateAt } from './lifecycle.ts';
import type { consents, delegations, reviews } from './tables.ts';

type Row = typeof delegations.$inferSelect;

function endedBy(row: Row): EndedBy {
  switch (row.endedKind) {
    case 'agent':
    case 'customer':
    case 'admin':
      return { kind: row.endedKind, id: row.endedById ?? '' };
    case 'expiry':
    case 'policy':
    case 'signal':
    case 'detection':
      return { kind: row.endedKind };
    case null:
      throw new Error(`${row.id} has ended, but nobody ended it.`);
  }
}

function granting(row: Row): Granting | undefined {
  if (!row.grantedAt || !row.startBy) return undefined;
  return {
    grantedAt: row.grantedAt,
    startBy: row.startBy,
    ...(row.expiresAt ? { expiresAt: row.expiresAt } : {}),
  };
}

function ending(row: Row): Ending {
  const granted = granting(row);
  if (!row.endedAt) throw new Error(`${row.id} is ${row.status}, but has no end.`);
  return {
    endedAt: row.endedAt,
    endedBy: endedBy(row),
    ...(row.endedReason === null ? {} : { reason: row.endedReason }),
    ...(granted ? { granted } : {}),
  };
}

function state(row: Row): State {
  switch (row.status) {
    case 'pending':
      return { status: 'pending' };
    case 'granted': {
      const granted = granting(row);
      if (!granted) throw new Error(`${row.id} is granted, but has no grant.`);
      return { status: 'granted', ...granted };
    }
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'completed':
    case 'revoked':
      return { status: row.status, ...ending(row) };
  }
}

function signature({ statement, challenge, nonce, method, proof }: Signature): Signature {
  return { statement, challenge, nonce, method, proof };
}

function review(row: typeof reviews.$inferSelect): Review {
  return {
    id: row.id,
    revision: row.revision,
    signerId: row.signerId,
    signerPerson: row.signerPerson,
    decision: row.decision,
    ...(row.narrowed ? { narrowed: row.narrowed } : {}),
    ...(row.notBefore ? { notBefore: row.notBefore } : {}),
    comment: row.comment,
    signature: signature(row),
    signedAt: row.signedAt,
    ...(row.answer !== null && row.answeredAt ? { answer: { text: row.answer, at: row.answeredAt } } : {}),
  };
}

function consent(row: typeof consents.$inferSelect): ConsentAnswer {
  return {
    signerId: row.signerId,
    decision: row.decision,
    ...(row.narrowed ? { narrowed: row.narrowed } : {}),
    signature: signature(row),
    signedAt: row.signedAt,
    ...(row.withdrawnAt ? { withdrawnAt: row.withdrawnAt } : {}),
  };
}

function offer({ id, customerId, hash, at }: NonNullable<Row['offer']>): UsedOffer {
  return { id, customerId: customerId as CustomerId, hash, at: new Date(at) };
}

const CHANGED = 'Its record was changed by something other than the broker.';

/** What the broker did not write opens nothing: it is over, from the moment somebody looks. */
function broken(row: Row, now: Date): State {
  const ending: Ending = { endedAt: now, endedBy: { kind: 'detection' }, reason: CHANGED };
  if (row.status === 'pending') return { status: 'denied', ...ending };
  const granted = granting(row) ?? { grantedAt: row.createdAt, startBy: row.createdAt };
  return { status: 'revoked', ...ending, granted };
}

function inForceAsWritten(row: Row, isOverInLog: boolean, seals: Seals): boolean {
  if (!isOverInLog) return seals.holds('delegations', row.id, row);
  seals.broken('delegations', row.id);
  return false;
}

const isOver = ({ status }: Row): boolean =>
  ['denied', 'withdrawn', 'expired', 'completed', 'revoked'].includes(status);

/** Rows become the union on the way out. */
export function delegationOf(
  row: Row,
  its: {
    reviews: (typeof reviews.$inferSelect)[];
    consent: typeof consents.$inferSelect | undefined;
    isOverInLog: boolean;
  },
  now: Date,
  seals: Seals,
): Delegation {
  const holds = isOver(row) || inForceAsWritten(row, its.isOverInLog, seals);
  const reviewed = its.reviews.filter((one) => seals.holds('reviews', one.id, one));
  const answered = its.consent && seals.holds('consents', row.id, its.consent) ? its.consent : undefined;
  const notBefore = row.startNotBefore ?? row.notBefore;
  const clocks = {
    decideBy: row.decideBy,
    ...(notBefore ? { notBefore } : {}),
    startWithinSeconds: row.startWithinSeconds,
  };
  return {
    id: row.id as DelegationId,
    revision: row.revision,
    changes: row.changes,
    clientId: row.clientId,
    ...(row.extendsId ? { extends: row.extendsId as DelegationId } : {}),
    actor: {
      id: row.actorId as ActorId,
      ...(row.actorPerson ? { person: row.actorPerson as PersonId } : {}),
      roles: row.actorRoles,
    },
    ...(row.behindPerson ? { behindPerson: row.behindPerson } : {}),
    subjectId: row.subjectId as CustomerId,
    requested: row.requested,
    effective: row.effective,
    justification: row.justification,
    emergency: row.emergency,
    ...(row.declaration ? { declaration: row.declaration } : {}),
    obligations: row.obligations,
    policyVersion: row.policyVersion,
    detailsHash: row.detailsHash,
    createdAt: row.createdAt,
    ...(row.notBefore ? { askedNotBefore: row.notBefore } : {}),
    clocks,
    state: holds ? stateAt(state(row), clocks, now) : broken(row, now),
    ...(row.grantEntryId ? { grantEntry: row.grantEntryId as EntryId } : {}),
    reviews: reviewed.map(review),
    ...(answered ? { consent: consent(answered) } : {}),
    ...(row.offer ? { offer: offer(row.offer) } : {}),
  };
}
