'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { readJson } from '#components/live/read-json.ts';
import type { DelegationPage, DelegationView } from './view.ts';

interface Pages {
  rows: DelegationView[];
  failed: string | undefined;
  more: (() => void) | undefined;
  loading: boolean;
}

/** Delegations page by page, the first as the server drew it; an event asks for all shown pages again. */
export function useDelegationPages(url: string, first: DelegationPage): Pages {
  const query = useInfiniteQuery({
    queryKey: ['delegations', url],
    queryFn: ({ pageParam, signal }) =>
      readJson<DelegationPage>(pageParam ? `${url}?cursor=${encodeURIComponent(pageParam)}` : url, {
        signal,
      }),
    initialPageParam: '',
    initialData: { pages: [first], pageParams: [''] },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return {
    rows: query.data.pages.flatMap((page) => page.items),
    failed: query.error?.message,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loading: query.isFetchingNextPage,
  };
}
