import { raisingAlert } from '../../alerts/raise-alert.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { markOverdue, overdueUntold } from './store.ts';

const BATCH = 100;

/** Says once, aloud, that nobody has reviewed in time. The block needs no word of this: it follows from the deadline. */
export async function alertOverdueReviews(context: Context): Promise<number> {
  const quicker = new Refusal('raced', 'It was reviewed or told meanwhile.');
  let told = 0;
  for (const { delegation, dueAt } of await overdueUntold(context.reader, context.clock, BATCH)) {
    const { id, actor, subjectId } = delegation;
    const concerned = { actorId: actor.id, subjectId, delegationId: id };
    try {
      await context.record({
        writes: [
          write(markOverdue(id, context.clock), { rows: 1, otherwise: quicker }),
          raisingAlert(context, 'review_overdue', concerned),
        ],
        entries: [
          {
            type: 'review.overdue',
            subject: subjectId,
            delegation: id,
            facts: { responder: actor.id, due_at: dueAt.toISOString() },
          },
        ],
      });
      told += 1;
    } catch (error) {
      if (error !== quicker) throw error;
    }
  }
  return told;
}
