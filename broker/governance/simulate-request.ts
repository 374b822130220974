import type { Context } from '../context.ts';
import { askPolicy } from '../delegation/ask-policy.ts';
import { readWish } from '../delegation/read-request.ts';
import type { Principal } from '../identity/principal.ts';
import { questionHash } from '../policy/asked.ts';
import type { Judged } from '../policy/decide-parts.ts';
import { type Eligible, eligibleApprovers } from './eligible-approvers.ts';
import { findEngine, type Which } from './find-engine.ts';
import { imaginedActor } from './imagined-actor.ts';
import { refuseUnlessOverseer } from './overseers.ts';

export interface SimulationInput extends Which {
  principal: Principal;
  actor: string;
  subject: string;
  authorizationDetails: unknown;
  emergency?: boolean;
  now?: Date | undefined;
}

export interface Simulation {
  verdict: Judged;
  required: Eligible[];
  now: Date;
}

/** What policy would say if somebody else asked for this. Nothing is stored but that it was tried. */
export async function simulateRequest(context: Context, input: SimulationInput): Promise<Simulation> {
  const { principal, subject: about, authorizationDetails, emergency = false } = input;
  refuseUnlessOverseer(principal);
  const now = input.now ?? context.clock.now();
  const clock = { ...context.clock, now: () => now };
  const imagined: Context = { ...context, clock, policy: await findEngine(context, input) };
  const actor = await imaginedActor(imagined, principal, input.actor);
  const { subject, details } = await readWish(imagined, { subject: about, authorizationDetails });
  const asked = {
    stage: 'request',
    actor,
    subject,
    details,
    emergency,
    approvals: [],
    filedAt: now,
    behind: 'person' in actor ? actor.person : undefined,
  } as const;
  const verdict = await askPolicy(imagined, asked);
  const required = await eligibleApprovers(imagined, verdict.approvals.required, {
    now,
    delegation: {
      id: 'dlg_simulated',
      emergency,
      requester:
        'person' in actor && actor.person ? { id: actor.id, person: actor.person } : { id: actor.id },
      subject: { id: subject.id, ...(subject.person ? { person: subject.person } : {}) },
      flows: verdict.obligations.approvals,
      filedAt: now,
    },
  });
  await context.record({
    writes: [],
    entries: [
      {
        type: 'policy.simulated',
        actor: principal.id,
        target: actor.id,
        policyVersion: verdict.policyVersion,
        hashes: { question: questionHash({ about: 'delegation', questions: verdict.questions }) },
        facts: { decision: verdict.decision, emergency },
        detail: { subject: subject.id },
      },
    ],
  });
  return { verdict, required, now };
}
