import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findAccount } from '../identity/find-account.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import type { Possibility } from '../policy/possibilities.ts';
import { findEngine, type Which } from './find-engine.ts';
import { imaginedActor } from './imagined-actor.ts';
import { refuseUnlessOverseer } from './overseers.ts';

export interface PossibilitiesInput extends Which {
  principal: Principal;
  actor: string;
  subject: string;
  /** `account/<id>` at this backend. */
  account: { backend: string; identifier: string };
}

/** What somebody could ask for on this customer, whatever the reason. Nobody is let in by it. */
export async function listPossibilities(
  context: Context,
  { principal, subject: about, account: at, ...input }: PossibilitiesInput,
): Promise<{ policyVersion: string; possibilities: Possibility[] }> {
  refuseUnlessOverseer(principal);
  const policy = await findEngine(context, input);
  const actor = await imaginedActor({ ...context, policy }, principal, input.actor);
  const subject = await findPerson(context.reader, about);
  if (subject?.domain !== 'customer')
    throw new Refusal('subject_unknown', 'There is no such customer.', { status: 404 });
  const account = await findAccount(context.reader, at.backend, at.identifier.split('/')[1] ?? '');
  const possibilities = policy.possibilities({
    actor,
    now: context.clock.now(),
    subject: {
      id: subject.id,
      marks: subject.marks,
      isStaff: subject.marks.includes('staff'),
      ...(subject.person ? { person: subject.person } : {}),
    },
    account: { backend: at.backend, identifier: at.identifier, owner: account?.owner ?? '' },
  });
  await context.record({
    writes: [],
    entries: [
      {
        type: 'policy.explored',
        actor: principal.id,
        target: actor.id,
        policyVersion: policy.version,
        facts: { actions: possibilities.length },
        detail: { subject: subject.id },
      },
    ],
  });
  return { policyVersion: policy.version, possibilities };
}
