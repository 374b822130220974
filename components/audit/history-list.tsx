'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { readJson } from '#components/live/read-json.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { EntryDetail } from './entry-detail.tsx';
import type { EntryPage } from './view.ts';
import { tellEntry } from './words.ts';

/** Everything the log says about a customer, as sentences, each with the entry behind it. */
export function HistoryList({ url, first, reader }: { url: string; first: EntryPage; reader: string }) {
  const query = useInfiniteQuery({
    queryKey: ['history', url],
    queryFn: ({ pageParam, signal }) =>
      readJson<EntryPage>(
        pageParam ? `${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(pageParam)}` : url,
        {
          signal,
        },
      ),
    initialPageParam: '',
    initialData: { pages: [first], pageParams: [''] },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened yet">
        Whatever anybody here asks or does about your account is written down here.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6">
      {query.error && <Alert tone="warning" title="This list may be out of date" />}
      <ol className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised">
        {entries.map((entry) => (
          <li key={entry.index} className="grid gap-1 px-5 py-3.5 text-sm">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className={entry.refused ? 'font-medium text-danger-ink' : 'font-medium text-ink'}>
                {tellEntry(entry, reader)}
              </span>
              <Time value={entry.time} className="text-muted" />
            </p>
            <div className="flex flex-wrap items-start gap-x-4 gap-y-1 text-muted">
              {entry.delegation && (
                <Link href={`/account/consents/${entry.delegation}`} className="underline underline-offset-4">
                  The request
                </Link>
              )}
              {entry.session && !url.includes(entry.session) && (
                <Link href={`/account/history/${entry.session}`} className="underline underline-offset-4">
                  The session
                </Link>
              )}
              <details className="min-w-0">
                <summary className="cursor-pointer">Entry {entry.index} of the log</summary>
                <div className="mt-2">
                  <EntryDetail entry={entry} />
                </div>
              </details>
            </div>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <div>
          <Button
            look="secondary"
            onClick={() => void query.fetchNextPage()}
            pending={query.isFetchingNextPage}
          >
            Show older
          </Button>
        </div>
      )}
    </div>
  );
}
