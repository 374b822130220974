'use client';

import { useMutation } from '@tanstack/react-query';
import { readJson } from '#components/live/read-json.ts';

/** Asks when somebody presses the button, and not again by itself: each question is an entry of the log. */
export function useAsk<Answer>(url: string) {
  const { mutate, data, isPending, error } = useMutation({
    mutationFn: (question: object) =>
      readJson<Answer>(url, {
        method: 'POST',
        body: JSON.stringify(question),
        headers: { 'content-type': 'application/json' },
      }),
  });
  return { ask: mutate, answer: data, busy: isPending, failed: error?.message };
}
