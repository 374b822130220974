import 'server-only';
import { Problem, TokenError } from '@countersign/client';
import { redirect, unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { FormState } from '#components/form/form-state.ts';
import { findPrincipal, type Principal } from '#lib/broker/require-principal.ts';
import { type Door, signInPath } from '#lib/doors.ts';
import { log } from '#lib/log.ts';
import { readForm } from './form-input.ts';

/** What a verb may answer: the id of what it made or changed, a sentence for the person, plain values. */
export interface Done {
  readonly id?: string;
  readonly message?: string;
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

type Verb<Input> = (principal: Principal, input: Input) => Promise<Done | undefined>;

/** A refusal that a verb words itself. */
export class Refused extends Error {
  readonly code: string;
  constructor(message: string, code = 'refused') {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

/** Fits `useActionState`; may also be called with a plain object in place of a form. */
export type ServerAction<Schema extends z.ZodType> = (
  previous: FormState,
  input: FormData | z.input<Schema>,
) => Promise<FormState>;

/**
 * The one wrapper of every server action: who is it (of this door and no other), is the input well-formed,
 * then the verb. A verb may `redirect()`; what the broker refuses becomes form state.
 */
export function action<Schema extends z.ZodType>(
  door: Door,
  schema: Schema,
  verb: Verb<z.output<Schema>>,
): ServerAction<Schema> {
  return async (_previous, input) => {
    const principal = await findPrincipal(door);
    if (principal === undefined) redirect(signInPath(door));
    const fields = input instanceof FormData ? readForm(input) : input;
    const parsed = schema.safeParse(fields);
    if (!parsed.success) return { ...invalid(parsed.error), ...typed(fields) };
    try {
      return { status: 'ok', ...(await verb(principal, parsed.data)) };
    } catch (error) {
      unstable_rethrow(error);
      return { ...refused(error, door), ...typed(fields) };
    }
  };
}

type ErrorState = Extract<FormState, { status: 'error' }>;

function invalid(error: z.ZodError): ErrorState {
  const fieldErrors: Record<string, string> = {};
  for (const issue of error.issues) {
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    fieldErrors[issue.path.map(String).join('.')] ??= missing ? 'This is needed.' : issue.message;
  }
  const own = fieldErrors[''];
  return {
    status: 'error',
    code: 'invalid',
    message: own ?? 'Please look at the marked fields.',
    fieldErrors,
  };
}

function refused(error: unknown, door: Door): ErrorState {
  if (error instanceof Refused) return { status: 'error', code: error.code, message: error.message };
  if (error instanceof Problem) {
    if (error.acrValues !== undefined) {
      const message = 'This needs a fresh sign-in with a second factor.';
      return { status: 'error', code: 'step_up', message, acr: error.acrValues };
    }
    if (error.status === 401) redirect(signInPath(door));
    return { status: 'error', code: error.code, message: error.message };
  }
  if (error instanceof TokenError) {
    return {
      status: 'error',
      code: error.reason ?? error.error,
      message: 'The broker did not issue access.',
    };
  }
  if (isUnreachable(error)) {
    const message = 'The broker did not answer. Look whether it took effect before you try again.';
    return { status: 'error', code: 'unavailable', message };
  }
  log.error({ err: error, door }, 'a server action failed');
  throw error;
}

/** `fetch` says "no answer" by a TypeError whose cause is the network's error. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

function typed(fields: unknown): Pick<ErrorState, 'values'> {
  if (typeof fields !== 'object' || fields === null) return {};
  const values = Object.entries(fields).filter(
    (field): field is [string, string | string[]] => typeof field[1] === 'string' || Array.isArray(field[1]),
  );
  return { values: Object.fromEntries(values) };
}
