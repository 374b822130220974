'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, useTransition } from 'react';
import { type FormAction, type FormState, idle } from '#components/form/form-state.ts';

interface Run {
  pending: boolean;
  refused: Extract<FormState, { status: 'error' }> | undefined;
  run: (input: FormData) => void;
  clear: () => void;
}

/** Calls an action from a button or a dialog; what it changed is asked for again at once. */
export function useAction(
  action: FormAction,
  done: (state: Extract<FormState, { status: 'ok' }>, input: FormData) => void,
): Run {
  const queries = useQueryClient();
  const [pending, start] = useTransition();
  const [refused, setRefused] = useState<Run['refused']>();
  const run = (input: FormData) =>
    start(async () => {
      const state = await action(idle, input);
      setRefused(state.status === 'error' ? state : undefined);
      void queries.invalidateQueries();
      if (state.status === 'ok') done(state, input);
    });
  const clear = useCallback(() => setRefused(undefined), []);
  return { pending, refused, run, clear };
}

export function fields(values: Record<string, string | undefined>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) form.set(name, value);
  return form;
}
