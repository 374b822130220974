import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { signableText } from '../signing/signable-text.ts';
import { type Alongside, alone } from './alongside.ts';
import type { Delegation } from './delegation.ts';
import type { EndedBy } from './lifecycle.ts';
import { next } from './lifecycle.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { readDelegation } from './visible.ts';
import { moveDelegation } from './writes.ts';

function stopper({ domain, id }: Principal): EndedBy {
  if (domain === 'admin' || domain === 'customer') return { kind: domain, id };
  throw new Refusal('wrong_domain', 'Only an admin or the customer can revoke; end it yourself instead.', {
    status: 403,
  });
}

async function decide(
  context: Context,
  principal: Principal,
  id: string,
  reason: string,
  alongside: Alongside,
): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id });
  const event = { type: 'revoked', by: stopper(principal), ...(reason ? { reason } : {}) } as const;
  const state = next(delegation.state, event, delegation.clocks, context.clock.now());
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
        type: state.status === 'revoked' ? 'delegation.revoked' : 'delegation.denied',
        actor: principal.id,
        subject: delegation.subjectId,
        delegation: delegation.id,
        policyVersion: delegation.policyVersion,
        detail: { reason: reason || undefined },
      },
    ],
  });
  return { ...delegation, state, changes: delegation.changes + 1 };
}

/** A stop. An admin says why; a customer need not, and never waits for a nonce. */
export async function revokeGrant(
  context: Context,
  { principal, id, reason }: { principal: Principal; id: string; reason?: string },
  alongside: Alongside = alone,
): Promise<Delegation> {
  stopper(principal);
  const least = principal.domain === 'admin' ? 1 : 0;
  const why = signableText(reason ?? '', 'reason', { min: least, max: 500 });
  return retryLostRaces(() => decide(context, principal, id, why, alongside));
}
