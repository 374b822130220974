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
  method: 'session' | 'passkey' | 'confirmation';
  /** Where a code was mailed that confirms this, masked. */
  sentTo: string | undefined;
  /** What the browser hands to the authenticator; absent: this person has no passkey. */
  passkeyOptions: string | undefined;
}

interface Actions {
  prepare: FormAction;
  sign: FormAction;
}

/** Two steps: the broker says what would be signed; the person reads it and signs, with a passkey or a mailed code where one is asked. */
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

  const confirm = async (what: Prepared, code?: string) => {
    const { id, decision, comment, statement, nonce, narrowed } = what;
    setKeyRefused(undefined);
    preparing.clear();
    let assertion: string | undefined;
    if (what.method === 'passkey') {
      setAtKey(true);
      const answer = await signWithPasskey(what.passkeyOptions);
      setAtKey(false);
      if ('refused' in answer) return setKeyRefused(answer.refused);
      assertion = answer.assertion;
    }
    const typed = what.method === 'confirmation' ? code : undefined;
    signing.run(fields({ id, decision, comment, statement, nonce, narrowed, assertion, code: typed }));
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
    confirm: (what: Prepared, code?: string) => void confirm(what, code),
    cancel: () => {
      setKeyRefused(undefined);
      setPrepared(undefined);
    },
  };
}

function refusalOf(message: string): Extract<FormState, { status: 'error' }> {
  return { status: 'error', code: 'passkey', message };
}

const methods = ['passkey', 'confirmation'] as const;

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
    method: methods.find((one) => one === text('method')) ?? 'session',
    sentTo: text('sentTo'),
    passkeyOptions: text('passkeyOptions'),
  };
}
