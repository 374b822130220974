'use client';

import { type FormEvent, useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, type FormState, fieldError } from './form-state.ts';

export interface Asked {
  action: FormAction;
  /** What is sent along: what it is about. */
  input: Readonly<Record<string, string>>;
  /** Under which name the text is sent. */
  name: string;
  /** What stands there at first. */
  initial?: string;
  done: (state: Extract<FormState, { status: 'ok' }>) => void;
}

/** One text that somebody has to write, a reason for instance, and the action it is sent with. */
export function useText({ action, input, name, initial = '', done }: Asked) {
  const [text, setText] = useState(initial);
  const { pending, refused, run, clear } = useAction(action, done);
  const error = refused && fieldError(refused, name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(fields({ ...input, [name]: text }));
  };
  return {
    text,
    setText,
    pending,
    clear,
    submit,
    /** What is wrong with the text, said at its field. */
    error,
    /** Refused for anything else. */
    refused: error === undefined ? refused : undefined,
  };
}
