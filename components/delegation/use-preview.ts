'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readJson } from '#components/live/read-json.ts';
import { useSettled } from './use-settled.ts';
import type { PreviewView } from './view.ts';

/** What of a request policy can judge while it is being written. */
export interface Draft {
  subject: string;
  identifier: string;
  location: string;
  intent: string;
  actions: string[];
  durationS: number;
  ref: string;
  justification: string;
  emergency: boolean;
  /** Only once it is complete. */
  offer?: string | undefined;
}

export function missingFrom(draft: Draft): string[] {
  return [
    ...(draft.subject ? [] : ['a customer']),
    ...(draft.subject && !draft.identifier ? ['an account'] : []),
    ...(draft.intent ? [] : ['what it is about']),
    ...(draft.intent && draft.actions.length === 0 ? ['at least one action'] : []),
  ];
}

/** Asks again when the draft has stopped changing; keeps the last verdict on screen meanwhile. */
export function usePreview(previewUrl: string, draft: Draft) {
  const settled = useSettled(JSON.stringify(draft), 350);
  const asked = missingFrom(JSON.parse(settled) as Draft).length === 0;
  const query = useQuery({
    queryKey: ['preview', settled],
    queryFn: ({ signal }) =>
      readJson<PreviewView>(previewUrl, {
        method: 'POST',
        body: settled,
        headers: { 'content-type': 'application/json' },
        signal,
      }),
    enabled: asked,
    placeholderData: keepPreviousData,
    // Each preview is an entry of the log, and each entry asks live queries again: this one must not be.
    staleTime: 'static',
    retry: false,
  });
  const current = settled === JSON.stringify(draft);
  return {
    preview: asked ? query.data : undefined,
    busy: !current || query.isFetching,
    failed: asked && !query.isFetching ? query.error?.message : undefined,
  };
}
