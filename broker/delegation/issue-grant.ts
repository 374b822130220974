import type { Entry } from '../audit/event.ts';
import { type EntryId, newId } from '../ids.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { type Delegation, isConsented } from './delegation.ts';
import { next } from './lifecycle.ts';

/** The entry of a grant names by hash everything it rests on. */
function grantEntry(id: EntryId, delegation: Delegation, verdict: DelegationVerdict): Entry {
  const approvals = delegation.reviews.filter(({ decision }) => decision === 'approve');
  return {
    id,
    type: 'delegation.granted',
    actor: delegation.actor.id,
    subject: delegation.subjectId,
    delegation: delegation.id,
    policyVersion: verdict.policyVersion,
    hashes: {
      details: delegation.detailsHash,
      ...Object.fromEntries(approvals.map(({ signature }, i) => [`approval_${i + 1}`, signature.challenge])),
      ...(delegation.consent ? { consent: delegation.consent.signature.challenge } : {}),
      ...(delegation.declaration ? { declaration: delegation.declaration.challenge } : {}),
      ...(delegation.offer ? { offer: delegation.offer.hash } : {}),
    },
    facts: { revision: delegation.revision },
    detail: { authorization_details: delegation.effective },
  };
}

export interface Settled {
  delegation: Delegation;
  /** For the entry of what settled it: sorts before the grant's. */
  causeId: EntryId;
  entry: Entry;
}

/** The delegation as granted, when everything that policy asks for is in; otherwise null. */
export function settle(delegation: Delegation, verdict: DelegationVerdict, now: Date): Settled | null {
  if (verdict.decision !== 'allow' || !verdict.approvals.complete) return null;
  if (verdict.obligations.consent && !isConsented(delegation)) return null;
  const state = next(delegation.state, { type: 'settled' }, delegation.clocks, now);
  if (!state) return null;
  // Both in one breath: the log orders entries of one moment by their ids, and the cause comes first.
  const [causeId, id] = [newId('evt', now.getTime()), newId('evt', now.getTime())];
  return {
    causeId,
    delegation: { ...delegation, state, grantEntry: id },
    entry: grantEntry(id, delegation, verdict),
  };
}
