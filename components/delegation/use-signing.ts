'use client';

import { useState } from 'react';
import type { FormAction, FormState } from '#components/form/form-state.ts';
import { fields, useAction } from './use-action.ts';

/** What the broker wrote down to be signed, and what goes back with the signature. */
export interface Prepared {
  id: string;
  decision: string;
  comment: string | undefined;
  statement: string;
  challenge: string;
  expiresAt: string;
  nonce: string;
  narrowed: string | undefined;
}

interface Actions {
  prepare: FormAction;
  sign: FormAction;
}

/** Two steps: the broker says what would be signed; the person reads it and signs, or does not. */
export function useSigning({ prepare, sign }: Actions, signed: () => void) {
  const [prepared, setPrepared] = useState<Prepared>();
  const preparing = useAction(prepare, (state, asked) => setPrepared(preparedFrom(state, asked)));
  const signing = useAction(sign, () => {
    setPrepared(undefined);
    signed();
  });
  const refused = preparing.refused ?? signing.refused;
  return {
    prepared,
    refused,
    preparing: preparing.pending,
    signing: signing.pending,
    ask: (input: FormData) => {
      signing.clear();
      preparing.run(input);
    },
    confirm: (what: Prepared) => {
      const { id, decision, comment, statement, nonce, narrowed } = what;
      signing.run(fields({ id, decision, comment, statement, nonce, narrowed }));
    },
    cancel: () => setPrepared(undefined),
  };
}

function preparedFrom(state: Extract<FormState, { status: 'ok' }>, asked: FormData): Prepared | undefined {
  const text = (name: string) => {
    const value = state.data?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const field = (name: string) => {
    const value = asked.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [statement, nonce, challenge, expiresAt] = ['statement', 'nonce', 'challenge', 'expiresAt'].map(text);
  if (!state.id || !statement || !nonce || !challenge || !expiresAt) return undefined;
  return {
    id: state.id,
    decision: field('decision') ?? '',
    comment: field('comment'),
    statement,
    nonce,
    challenge,
    expiresAt,
    narrowed: text('narrowed'),
  };
}
