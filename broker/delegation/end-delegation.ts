import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type Alongside, alone } from './alongside.ts';
import type { Delegation } from './delegation.ts';
import { next } from './lifecycle.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { readDelegation } from './visible.ts';
import { moveDelegation } from './writes.ts';

async function decide(
  context: Context,
  principal: Principal,
  id: string,
  alongside: Alongside,
): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id });
  const by = { kind: 'agent', id: principal.id } as const;
  const state = next(delegation.state, { type: 'taken back', by }, delegation.clocks, context.clock.now());
  if (!state) throw new Refusal('already_ended', `This delegation is ${delegation.state.status} already.`);
  if (!('endedAt' in state)) throw new Error(`Stopping ${id} left it ${state.status}.`);
  const together = await alongside(context, delegation, state);
  await context.record({
    writes: [
      ...together.writes,
      write(moveDelegation(delegation, { state }, context), {
        rows: 1,
        otherwise: changedMeanwhile(),
      }),
    ],
    entries: [
      ...together.entries,
      {
        type: state.status === 'withdrawn' ? 'delegation.withdrawn' : 'delegation.completed',
        actor: principal.id,
        subject: delegation.subjectId,
        delegation: delegation.id,
        policyVersion: delegation.policyVersion,
      },
    ],
  });
  return { ...delegation, state, changes: delegation.changes + 1 };
}

/** Its own agent or service takes it back: before the grant it is withdrawn, after it completed. */
export async function endDelegation(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
  alongside: Alongside = alone,
): Promise<Delegation> {
  if (principal.domain !== 'support' && principal.domain !== 'service')
    throw new Refusal('wrong_domain', 'Only who asked for it can take it back.', { status: 403 });
  return retryLostRaces(() => decide(context, principal, id, alongside));
}
