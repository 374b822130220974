import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesReviews } from '#app/_views/read-alerts.ts';
import { findCampaign, itemAddress, itemQuery, readItems } from '#app/_views/read-campaigns.ts';
import { prepareAnswer, reinstateMembership, signAnswer } from '#app/admin/reviews/campaigns/actions.ts';
import { ItemFilter } from '#components/campaigns/item-filter.tsx';
import { ItemList } from '#components/campaigns/item-list.tsx';
import { Code } from '#components/ui/code.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Review of what stands' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CampaignPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal('admin');
  if (!seesReviews(principal)) notFound();
  const { id } = await params;
  const campaign = await findCampaign(principal, id);
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const wanted = itemQuery(new URLSearchParams(given));
  const first = await readItems(principal, id, wanted);
  const { scopes } = principal;
  const base = `/admin/reviews/campaigns/${id}`;
  return (
    <>
      <PageHeader
        title={campaign.title}
        description={`Opened by ${campaign.openedBy}`}
        back={{ href: '/admin/reviews', label: 'Reviews' }}
      />
      <div className="grid gap-6">
        <p className="text-sm text-muted">
          To be answered <Time value={campaign.dueAt} />.{' '}
          {campaign.kinds.includes('log_sample') && (
            <>
              The sample of the log is drawn from seed <Code>{campaign.seed}</Code> over {campaign.treeSize}{' '}
              entries.{' '}
            </>
          )}
          Everything as a file:{' '}
          {(['ndjson', 'csv'] as const).map((format) => (
            <a
              key={format}
              href={`${base}/export?format=${format}`}
              download
              className="mr-2 font-medium text-accent-ink underline underline-offset-4"
            >
              {format.toUpperCase()}
            </a>
          ))}
        </p>
        <ItemFilter path={base} query={wanted} label="In the title" />
        <ItemList
          key={itemAddress(base, wanted)}
          url={itemAddress(`${base}/items`, wanted)}
          first={first}
          answerer={{
            id: principal.id,
            mayAnswer: scopes.includes('review.sign'),
            stewards: (['review.manage', 'people.manage'] as const).filter((one) => scopes.includes(one)),
          }}
          prepare={prepareAnswer}
          sign={signAnswer}
          reinstate={reinstateMembership}
        />
      </div>
    </>
  );
}
