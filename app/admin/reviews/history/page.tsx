import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesReviews } from '#app/_views/read-alerts.ts';
import { itemAddress, itemQuery, searchItems } from '#app/_views/read-campaigns.ts';
import { prepareAnswer, reinstateMembership, signAnswer } from '#app/admin/reviews/campaigns/actions.ts';
import { ItemFilter } from '#components/campaigns/item-filter.tsx';
import { ItemList } from '#components/campaigns/item-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'What was ever reviewed' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const path = '/admin/reviews/history';

export default async function ReviewHistoryPage({ searchParams }: Props) {
  const principal = await requirePrincipal('admin');
  if (!seesReviews(principal)) notFound();
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const wanted = itemQuery(new URLSearchParams(given));
  const { q } = wanted;
  const first = q === undefined ? undefined : await searchItems(principal, { ...wanted, q });
  const { id, scopes } = principal;
  return (
    <>
      <PageHeader
        title="What was ever reviewed"
        description="Over all reviews, newest first. Nothing of it is ever deleted."
        back={{ href: '/admin/reviews', label: 'Reviews' }}
      />
      <div className="grid gap-6">
        <ItemFilter path={path} query={wanted} label="A name or an id" />
        {first === undefined ? (
          <EmptyState title="Say what to look for">
            A name, or the id of a client, a person or a key.
          </EmptyState>
        ) : (
          <ItemList
            key={itemAddress(path, wanted)}
            url={itemAddress(`${path}/list`, wanted)}
            first={first}
            answerer={{
              id,
              mayAnswer: scopes.includes('review.sign'),
              stewards: (['review.manage', 'people.manage'] as const).filter((one) => scopes.includes(one)),
            }}
            prepare={prepareAnswer}
            sign={signAnswer}
            reinstate={reinstateMembership}
          />
        )}
      </div>
    </>
  );
}
