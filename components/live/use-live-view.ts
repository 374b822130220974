'use client';

import { useQuery } from '@tanstack/react-query';
import { readJson } from './read-json.ts';

/** A view that changes under the reader's eyes: first as the server drew it, then again at every event. */
export function useLiveView<T>(url: string, drawn: T): { view: T; failed: string | undefined } {
  const { data = drawn, error } = useQuery({
    queryKey: ['view', url],
    queryFn: ({ signal }) => readJson<T>(url, { signal }),
    initialData: () => drawn,
  });
  return { view: data, failed: error?.message };
}
