import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Principal } from '../identity/principal.ts';
import { type ActorId, type CustomerId, newId, type PersonId } from '../ids.ts';
import { signableText } from '../signing/signable-text.ts';
import { askPolicy } from './ask-policy.ts';
import { clocksFor } from './clocks.ts';
import type { Delegation } from './delegation.ts';
import { detailsHash } from './details-hash.ts';
import { settle } from './issue-grant.ts';
import { type RequestInput, readRequest } from './read-request.ts';
import { refuseIfDenied } from './refuse-if-denied.ts';
import { insertDelegation } from './store.ts';

export async function submitRequest(
  context: Context,
  input: { principal: Principal; request: RequestInput },
): Promise<Delegation> {
  const { principal, request } = input;
  const justification = signableText(request.justification, 'justification', { min: 10, max: 2000 });
  const { actor, subject, details } = await readRequest(context, principal, request);
  const now = context.clock.now();
  const emergency = request.emergency ?? false;
  const verdict = await askPolicy(context, {
    stage: 'request',
    actor,
    subject,
    details,
    emergency,
    approvals: [],
    filedAt: now,
  });
  refuseIfDenied(verdict, details);

  const clocks = clocksFor(actor, now, request.notBefore);
  const id = newId('dlg', now.getTime());
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
    actor: {
      id: actor.id as ActorId,
      ...(principal.person ? { person: principal.person as PersonId } : {}),
      roles: actor.roles,
    },
    subjectId: subject.id as CustomerId,
    requested: details,
    effective: details,
    justification,
    emergency,
    obligations: verdict.obligations,
    policyVersion: verdict.policyVersion,
    detailsHash: hash,
    createdAt: now,
    clocks,
    state: { status: 'pending' },
    reviews: [],
  };
  const filed: Entry = {
    type: 'delegation.requested',
    actor: actor.id,
    subject: subject.id,
    delegation: id,
    policyVersion: verdict.policyVersion,
    hashes: { details: hash },
    facts: { emergency, revision: 1 },
    detail: { justification, authorization_details: details },
  };
  const settled = settle(delegation, verdict, now);
  const result = settled?.delegation ?? delegation;
  const otherwise = new Error('A new delegation was not inserted.');
  const writes: Write[] = [write(insertDelegation(result, context.seals), { rows: 1, otherwise })];
  await context.record({
    writes,
    entries: settled ? [{ ...filed, id: settled.causeId }, settled.entry] : [filed],
  });
  return result;
}
