import { raisingAlert } from '../alerts/raise-alert.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { postReviewRule } from '../policy/bundle.ts';
import type { Obligations } from '../policy/verdict.ts';
import type { Consequences } from './alongside.ts';
import type { Delegation } from './delegation.ts';
import { postReviews } from './tables.ts';

const POST_REVIEW = 'post-review';

/** What a grant brings with it, in the same write: a review that is owed, and for an emergency the alert. */
export function afterGrant(context: Context, delegation: Delegation, now: Obligations): Consequences {
  const { id, actor, subjectId, emergency, obligations } = delegation;
  const concerned = { actorId: actor.id, subjectId, delegationId: id };
  const owed = [...obligations.other, ...now.other].includes(POST_REVIEW);
  const { needed, within_hours: hours } = postReviewRule(context.policy.bundle);
  const row = {
    delegationId: id,
    openedAt: context.clock.now(),
    withinSeconds: hours * 3600,
    needed,
  };
  return {
    writes: [
      ...(owed
        ? [
            write(insertInto(postReviews).values(row), {
              rows: 1,
              otherwise: new Error(`The review of ${id} was not opened.`),
            }),
          ]
        : []),
      ...(emergency ? [raisingAlert(context, 'emergency_granted', concerned)] : []),
    ],
    entries: owed
      ? [
          {
            type: 'review.opened',
            actor: actor.id,
            subject: subjectId,
            delegation: id,
            policyVersion: context.policy.version,
            facts: { needed, within_hours: hours, emergency },
          },
        ]
      : [],
  };
}
