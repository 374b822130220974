import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { listReviews, readReview } from '../../governance/reviews/list-reviews.ts';
import type { PostReview } from '../../governance/reviews/post-review.ts';
import { recordFinding } from '../../governance/reviews/record-finding.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import { postReviewRule } from '../../policy/bundle.ts';
import { pageOfEntries } from '../audit.ts';
import { viewsOf as delegationViews } from '../delegations/describe.ts';
import type { Api } from '../environment.ts';
import { signedInput } from '../signing/signed-input.ts';
import * as route from './routes.ts';

async function viewsOf(
  context: Context,
  reviews: readonly PostReview[],
): Promise<z.input<typeof route.review>[]> {
  const ids = [...new Set(reviews.flatMap(({ findings }) => findings.map(({ reviewerId }) => reviewerId)))];
  const known = ids.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, ids));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  const described = await delegationViews(
    context,
    reviews.map(({ delegation }) => delegation),
  );
  return reviews.flatMap(({ delegation, state, ...review }) => {
    const view = described.find(({ id }) => id === delegation.id);
    if (!view) throw new Error(`${delegation.id} was not described.`);
    return {
      id: delegation.id,
      kind: delegation.emergency ? ('emergency' as const) : ('ordinary' as const),
      status: state.status,
      ...(state.status === 'decided'
        ? { verdict: state.verdict, decided_at: state.decidedAt.toISOString() }
        : {}),
      opened_at: review.openedAt.toISOString(),
      due_at: review.dueAt.toISOString(),
      from: [...postReviewRule(context.policy.bundle).from],
      needed: review.needed,
      findings: review.findings.map(({ reviewerId, decision, comment, signedAt }) => ({
        by: { id: reviewerId, name: names.get(reviewerId) ?? reviewerId },
        decision,
        comment,
        at: signedAt.toISOString(),
      })),
      delegation: view,
    };
  });
}

async function viewOf(context: Context, review: PostReview) {
  const [view] = await viewsOf(context, [review]);
  if (!view) throw new Error(`The review of ${review.delegation.id} was not described.`);
  return view;
}

export function reviewCalls(api: Api): void {
  api.openapi(route.listReviews, async (c) => {
    const { kind, status, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const found = await listReviews(context, {
      principal: c.get('principal'),
      ...(kind ? { emergency: kind === 'emergency' } : {}),
      status,
      before: cursor,
      limit,
    });
    return c.json({ items: await viewsOf(context, found.items), next_cursor: found.nextCursor }, 200);
  });

  api.openapi(route.getReview, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const { id } = c.req.valid('param');
    const view = await viewOf(context, await readReview(context, { principal, id }));
    const { items } = await pageOfEntries(context, principal, { delegation: id, limit: 100 });
    return c.json({ ...view, entries: items }, 200);
  });

  api.openapi(route.recordFinding, async (c) => {
    const context = c.get('context');
    const { decision, comment, signed } = c.req.valid('json');
    const finding = { id: c.req.valid('param').id, decision, comment, signed: signedInput(signed) };
    const review = await recordFinding(context, { principal: c.get('principal'), finding });
    return c.json(await viewOf(context, review), 200);
  });
}
