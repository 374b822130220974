'use client';

import { useState } from 'react';
import type { FormState } from '#components/form/form-state.ts';
import type { Prepared } from './use-signing.ts';

/** What is typed, for one statement: a new one has a new code. */
export function useMailedCode(
  prepared: Prepared | undefined,
  refused: Extract<FormState, { status: 'error' }> | undefined,
) {
  const [typed, setTyped] = useState({ nonce: '', code: '' });
  const nonce = prepared?.nonce ?? '';
  const code = typed.nonce === nonce ? typed.code : '';
  const isAboutCode = refused?.code.startsWith('code_') ?? false;
  return {
    code,
    error: isAboutCode ? refused?.message : undefined,
    /** What is refused for another reason. */
    otherRefused: isAboutCode ? undefined : refused,
    isMissing: prepared?.method === 'confirmation' && code.trim() === '',
    type: (text: string) => setTyped({ nonce, code: text }),
  };
}
