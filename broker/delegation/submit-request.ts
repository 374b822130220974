import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecision } from '../decisions/store.ts';
import type { Principal } from '../identity/principal.ts';
import { type ActorId, type CustomerId, type DelegationId, newId, type PersonId } from '../ids.ts';
import { nextNotice } from '../policy/waiting.ts';
import { signableText } from '../signing/signable-text.ts';
import { afterGrant } from './after-grant.ts';
import type { Consequences } from './alongside.ts';
import { askPolicy } from './ask-policy.ts';
import { asBlocked, askingOf, isBlocked } from './blocks.ts';
import { clocksFor } from './clocks.ts';
import { takeDeclaration } from './declare-emergency.ts';
import type { Declaration, Delegation, UsedOffer } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import { detailsHash } from './details-hash.ts';
import { settle } from './issue-grant.ts';
import { refuseBeyondLimits, withinLimits } from './limits.ts';
import { countTry } from './offer-code.ts';
import { type RequestInput, readRequest } from './read-request.ts';
import { refuseIfDenied } from './refuse-if-denied.ts';
import { retryLostRaces } from './retry-lost-races.ts';
import { findOffer, takeOffer } from './take-offer.ts';
import { holdTicket, refuseClosedTicket } from './tickets.ts';
import { insertDelegation } from './writes.ts';

/** An emergency waits for no consent, so that it takes no offer either. */
async function offerOf(
  context: Context,
  principal: Principal,
  { offer: code, emergency }: RequestInput,
  details: readonly DelegationSession[],
): Promise<UsedOffer | undefined> {
  if (code === undefined || emergency) return undefined;
  return findOffer(context, code, { details, actorPerson: (await askingOf(context, principal)).person });
}

const nothing: Consequences = { writes: [], entries: [] };

/** Sorts before everything that rests on it. */
function declaredEntry(delegation: Delegation, { challenge }: Declaration): Entry {
  return {
    id: newId('evt', delegation.createdAt.getTime()),
    type: 'emergency.declared',
    actor: delegation.actor.id,
    subject: delegation.subjectId,
    delegation: delegation.id,
    policyVersion: delegation.policyVersion,
    hashes: { details: delegation.detailsHash, statement: challenge },
  };
}

export interface Submission {
  principal: Principal;
  request: RequestInput;
  /** Of a request to go on from a delegation of one's own. */
  extending?: DelegationId;
}

async function decide(context: Context, { principal, request, extending }: Submission): Promise<Delegation> {
  const justification = signableText(request.justification, 'justification', { min: 10, max: 2000 });
  const { actor, subject, details } = await readRequest(context, principal, request);
  await refuseClosedTicket(context, details);
  const now = context.clock.now();
  const emergency = request.emergency ?? false;
  const asking = await askingOf(context, principal);
  const judged = await askPolicy(context, {
    stage: 'request',
    actor,
    subject,
    details,
    emergency,
    approvals: [],
    filedAt: now,
    behind: asking.person,
  });
  // An emergency waits for no limit, and a block does not hold it.
  const blocked = !emergency && (await isBlocked(context, subject.id, asking));
  const verdict = blocked ? asBlocked(judged) : judged;
  refuseIfDenied(decisionOn(context, verdict), verdict, details);
  const wanted = { asking, subjectId: subject.id, details };
  if (!emergency) await refuseBeyondLimits(context, wanted);
  const declaration = await takeDeclaration(context, principal, request, { details, justification });

  const offer = await offerOf(context, principal, request, details);
  const clocks = clocksFor(actor, now, request.notBefore);
  const id = newId('dlg', now.getTime());
  const decision = decisionOn(context, verdict, { delegation: id });
  const hash = detailsHash({
    id,
    revision: 1,
    actor: actor.id,
    subject: subject.id,
    authorization_details: details,
    justification,
    emergency,
    ...(clocks.notBefore ? { not_before: clocks.notBefore.toISOString() } : {}),
    decide_by: clocks.decideBy.toISOString(),
    start_within: clocks.startWithinSeconds,
    policy_version: verdict.policyVersion,
  });
  const delegation: Delegation = {
    id,
    revision: 1,
    changes: 0,
    clientId: principal.clientId,
    ...(extending ? { extends: extending } : {}),
    actor: {
      id: actor.id as ActorId,
      ...(principal.person ? { person: principal.person as PersonId } : {}),
      roles: actor.roles,
    },
    ...(asking.person ? { behindPerson: asking.person } : {}),
    subjectId: subject.id as CustomerId,
    requested: details,
    effective: details,
    justification,
    emergency,
    ...(declaration ? { declaration } : {}),
    obligations: verdict.obligations,
    policyVersion: verdict.policyVersion,
    detailsHash: hash,
    createdAt: now,
    ...(clocks.notBefore ? { askedNotBefore: clocks.notBefore } : {}),
    clocks,
    state: { status: 'pending' },
    reviews: [],
    ...(offer ? { offer } : {}),
  };
  const filed: Entry = {
    type: 'delegation.requested',
    actor: actor.id,
    subject: subject.id,
    delegation: id,
    policyVersion: verdict.policyVersion,
    ...(extending ? { target: extending } : {}),
    hashes: { details: hash, question: decision.questionHash },
    facts: { emergency, revision: 1, ...(offer ? { offer: offer.id } : {}) },
    detail: { justification, authorization_details: details },
  };
  const declared = declaration ? [declaredEntry(delegation, declaration)] : [];
  const settled = settle(delegation, verdict, now);
  const result = settled?.delegation ?? delegation;
  const otherwise = new Error('A new delegation was not inserted.');
  const after = settled ? afterGrant(context, result, verdict.obligations) : nothing;
  const remindAt = nextNotice(verdict.approvals, now);
  const writes: Write[] = [
    ...(emergency ? [] : withinLimits(context, wanted)),
    holdTicket(details),
    write(insertDelegation(result, context.seals, remindAt), { rows: 1, otherwise }),
    ...after.writes,
    recordingDecision(decision),
    ...(offer ? [takeOffer(context, offer, id)] : []),
  ];
  await context.record({
    writes,
    entries: [
      ...declared,
      ...(settled ? [{ ...filed, id: settled.causeId }, settled.entry] : [filed]),
      ...after.entries,
    ],
  });
  return result;
}

export async function submitRequest(context: Context, input: Submission): Promise<Delegation> {
  if (input.request.offer !== undefined) await countTry(context, input.principal.id);
  return retryLostRaces(() => decide(context, input));
}
