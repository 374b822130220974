'use client';

import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/live/read-json.ts';
import type { ReplayView } from './replay.ts';

const WHILE_RUNNING_MS = 1_000;

/** The newest replay of a proposal; asked for again while it runs. Whoever else has the page open sees the same. */
export function useReplay(url: string, drawn: ReplayView | null) {
  const { data = drawn, error } = useQuery({
    queryKey: ['view', url],
    queryFn: async ({ signal }) => (await readJson<{ newest: ReplayView | null }>(url, { signal })).newest,
    initialData: () => drawn,
    refetchInterval: ({ state }) => (state.data?.state.status === 'running' ? WHILE_RUNNING_MS : false),
  });
  return { replay: data, failed: error?.message };
}
