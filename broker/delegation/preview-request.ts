import type { Context } from '../context.ts';
import type { Principal } from '../identity/principal.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { askPolicy } from './ask-policy.ts';
import { type RequestInput, readRequest } from './read-request.ts';

/** What policy says of a request that nobody has filed. Nothing is stored but that it was asked. */
export async function previewRequest(
  context: Context,
  input: { principal: Principal; request: Omit<RequestInput, 'justification'> },
): Promise<DelegationVerdict> {
  const { principal, request } = input;
  const { actor, subject, details } = await readRequest(context, principal, {
    ...request,
    justification: '',
  });
  const verdict = await askPolicy(context, {
    stage: 'request',
    actor,
    subject,
    details,
    emergency: request.emergency ?? false,
    approvals: [],
    filedAt: context.clock.now(),
  });
  await context.record({
    writes: [],
    entries: [
      {
        type: 'delegation.previewed',
        actor: actor.id,
        subject: subject.id,
        policyVersion: verdict.policyVersion,
        facts: { decision: verdict.decision },
      },
    ],
  });
  return verdict;
}
