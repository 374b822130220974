import type { Context } from '../../context.ts';
import { notFound, Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import type { PostReview } from './post-review.ts';
import { findReview, pageOfReviews, type ReviewSearch } from './store.ts';

function refuseOutsiders({ domain }: Principal): void {
  if (domain !== 'admin') throw new Refusal('wrong_domain', 'Reviews are for admins.', { status: 403 });
}

export async function listReviews(
  context: Context,
  { principal, ...search }: ReviewSearch & { principal: Principal },
): Promise<{ items: PostReview[]; nextCursor: string | null }> {
  refuseOutsiders(principal);
  const { limit } = search;
  const found = await pageOfReviews(context.reader, { ...search, limit: limit + 1 }, context.clock);
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.delegation.id ?? null) : null };
}

export async function readReview(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<PostReview> {
  refuseOutsiders(principal);
  const review = await findReview(context.reader, id, context.clock);
  if (!review) throw notFound();
  return review;
}
