'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { EmergencyBadge } from '#components/delegation/emergency-badge.tsx';
import { PageEnd } from '#components/delegation/page-end.tsx';
import { readJson } from '#components/live/read-json.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { ReviewBadge } from './review-badge.tsx';
import type { ReviewPage } from './view.ts';

/** What is reviewed afterwards, newest first. */
export function ReviewList({ url, first }: { url: string; first: ReviewPage }) {
  const query = useInfiniteQuery({
    queryKey: ['reviews', url],
    queryFn: ({ pageParam, signal }) =>
      readJson<ReviewPage>(pageParam ? `${url}?cursor=${encodeURIComponent(pageParam)}` : url, { signal }),
    initialPageParam: '',
    initialData: { pages: [first], pageParams: [''] },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const reviews = query.data.pages.flatMap((page) => page.items);
  if (reviews.length === 0)
    return (
      <EmptyState icon={ClipboardCheck} title="There is nothing to review">
        After an emergency two people who took no part say here whether it was justified.
      </EmptyState>
    );
  return (
    <div className="grid gap-6">
      <Table caption="Reviews">
        <thead>
          <tr>
            <HeadCell>What</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Findings</HeadCell>
            <HeadCell>Due</HeadCell>
          </tr>
        </thead>
        <tbody>
          {reviews.map((review) => (
            <Row key={review.id}>
              <Cell className="min-w-56">
                <span className="grid justify-items-start gap-1">
                  <Link
                    href={`/admin/reviews/${review.id}`}
                    className="font-medium text-ink underline underline-offset-4"
                  >
                    {review.delegation.actor.name} for {review.delegation.subject.name}
                  </Link>
                  {review.kind === 'emergency' && <EmergencyBadge />}
                </span>
              </Cell>
              <Cell>
                <ReviewBadge review={review} />
              </Cell>
              <Cell className="tabular-nums">
                {review.findings.length} of {review.needed}
              </Cell>
              <Cell>
                <Time value={review.dueAt} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <PageEnd
        failed={query.error?.message}
        more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        loading={query.isFetchingNextPage}
      />
    </div>
  );
}
