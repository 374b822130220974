'use client';

import { useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction, FormState } from '#components/form/form-state.ts';
import { signWithPasskey } from './sign-with-passkey.ts';

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
  method: 'session' | 'passkey';
  /** What the browser hands to the authenticator; absent: this person has no passkey. */
  passkeyOptions: string | undefined;
}

interface Actions {
  prepare: FormAction;
  sign: FormAction;
}

/** Two steps: the broker says what would be signed; the person reads it and signs, with a passkey where one is asked. */
export function useSigning({ prepare, sign }: Actions, signed: () => void) {
  const [prepared, setPrepared] = useState<Prepared>();
  const [atKey, setAtKey] = useState(false);
  const [keyRefused, setKeyRefused] = useState<string>();
  const preparing = useAction(prepare, (state, asked) => setPrepared(preparedFrom(state, asked)));
  const signing = useAction(sign, () => {
    setPrepared(undefined);
    signed();
  });
  const refused = keyRefused === undefined ? (preparing.refused ?? signing.refused) : refusalOf(keyRefused);

  const confirm = async (what: Prepared) => {
    const { id, decision, comment, statement, nonce, narrowed } = what;
    setKeyRefused(undefined);
    let assertion: string | undefined;
    if (what.method === 'passkey') {
      setAtKey(true);
      const answer = await signWithPasskey(what.passkeyOptions);
      setAtKey(false);
      if ('refused' in answer) return setKeyRefused(answer.refused);
      assertion = answer.assertion;
    }
    signing.run(fields({ id, decision, comment, statement, nonce, narrowed, assertion }));
  };

  return {
    prepared,
    refused,
    preparing: preparing.pending,
    signing: signing.pending || atKey,
    ask: (input: FormData) => {
      setKeyRefused(undefined);
      signing.clear();
      preparing.run(input);
    },
    confirm: (what: Prepared) => void confirm(what),
    cancel: () => {
      setKeyRefused(undefined);
      setPrepared(undefined);
    },
  };
}

function refusalOf(message: string): Extract<FormState, { status: 'error' }> {
  return { status: 'error', code: 'passkey', message };
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
    method: text('method') === 'passkey' ? 'passkey' : 'session',
    passkeyOptions: text('passkeyOptions'),
  };
}
