import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesReviews } from '#app/_views/read-alerts.ts';
import { readReviews } from '#app/_views/read-reviews.ts';
import { ReviewList } from '#components/reviews/review-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Reviews' };

export default async function ReviewsPage() {
  const principal = await requirePrincipal('admin');
  if (!seesReviews(principal)) notFound();
  const first = await readReviews(principal);
  return (
    <>
      <PageHeader
        title="Reviews"
        description="Every emergency is looked at afterwards by two people who took no part in it."
      />
      <ReviewList url="/admin/reviews/list" first={first} />
    </>
  );
}
