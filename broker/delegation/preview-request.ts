import type { Context } from '../context.ts';
import type { Principal } from '../identity/principal.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { askPolicy } from './ask-policy.ts';
import { asBlocked, askingOf, isBlocked } from './blocks.ts';
import type { EligibleStage } from './eligible.ts';
import { eligibleThen } from './eligible-now.ts';
import { lookAtOffer, type OfferLook } from './look-at-offer.ts';
import { type RequestInput, readRequest } from './read-request.ts';
import { refuseClosedTicket } from './tickets.ts';

export interface Preview extends DelegationVerdict {
  eligible: EligibleStage[];
  /** Where a code was named; an emergency takes none. */
  offer?: OfferLook;
}

/** What policy says of a request that nobody has filed. Nothing is stored but that it was asked. */
export async function previewRequest(
  context: Context,
  input: { principal: Principal; request: Omit<RequestInput, 'justification'> },
): Promise<Preview> {
  const { principal, request } = input;
  const { actor, subject, details } = await readRequest(context, principal, {
    ...request,
    justification: '',
  });
  await refuseClosedTicket(context, details);
  const asking = await askingOf(context, principal);
  const judged = await askPolicy(context, {
    stage: 'request',
    actor,
    subject,
    details,
    emergency: request.emergency ?? false,
    approvals: [],
    filedAt: context.clock.now(),
    behind: asking.person,
  });
  const blocked = !request.emergency && (await isBlocked(context, subject.id, asking));
  const verdict = blocked ? asBlocked(judged) : judged;
  const { person: actorPerson } = asking;
  const offer =
    request.offer === undefined || request.emergency
      ? undefined
      : await lookAtOffer(context, request.offer, { details, actorId: principal.id, actorPerson });
  await context.record({
    writes: [],
    entries: [
      {
        type: 'delegation.previewed',
        actor: actor.id,
        subject: subject.id,
        policyVersion: verdict.policyVersion,
        facts: {
          decision: verdict.decision,
          ...(offer ? { offer: offer.covers ? 'covers' : offer.why } : {}),
        },
      },
    ],
  });
  const eligible = await eligibleThen(
    context,
    { asking, subject },
    {
      emergency: request.emergency ?? false,
      flows: verdict.obligations.approvals,
      approvals: verdict.approvals,
    },
  );
  return { ...verdict, eligible, ...(offer ? { offer } : {}) };
}
