import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Alongside, alone } from './alongside.ts';
import { overdue } from './due.ts';
import { changedMeanwhile } from './retry-lost-races.ts';
import { lapseDelegation } from './writes.ts';

const BATCH = 100;

/** Writes down what has lapsed. Every reader sees it as lapsed already; this gives it its entry. */
export async function expireDue(context: Context, alongside: Alongside = alone): Promise<number> {
  let written = 0;
  for (const delegation of await overdue(context.reader, context.clock, BATCH)) {
    const { state } = delegation;
    if (state.status !== 'expired' && state.status !== 'completed') continue;
    const from = state.granted ? 'granted' : 'pending';
    try {
      const together = await alongside(context, delegation, state);
      await context.record({
        writes: [
          ...together.writes,
          write(lapseDelegation(delegation.id, from, state, context.clock.sql), {
            rows: 1,
            otherwise: changedMeanwhile(),
          }),
        ],
        entries: [
          ...together.entries,
          {
            type: state.status === 'expired' ? 'delegation.expired' : 'delegation.completed',
            subject: delegation.subjectId,
            delegation: delegation.id,
            policyVersion: delegation.policyVersion,
            facts: { by: 'expiry', was: from },
          },
        ],
      });
      written += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return written;
}
