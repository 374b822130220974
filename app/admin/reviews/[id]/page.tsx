import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesReviews } from '#app/_views/read-alerts.ts';
import { findReview } from '#app/_views/read-reviews.ts';
import { prepareFinding, signFinding } from '#app/admin/reviews/actions.ts';
import { ReviewDetail } from '#components/reviews/review-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  if (!seesReviews(principal)) notFound();
  const { id } = await params;
  const drawn = await findReview(principal, id);
  const { groups, scopes } = principal;
  return (
    <ReviewDetail
      url={`/admin/reviews/${id}/view`}
      drawn={drawn}
      reviewer={{ id: principal.id, groups, maySign: scopes.includes('review.sign') }}
      prepare={prepareFinding}
      sign={signFinding}
    />
  );
}
