/** What a server action gives back to its form: ids and state, never rows or tokens. */
export type FormState =
  | { readonly status: 'idle' }
  | { readonly status: 'ok'; readonly id?: string; readonly message?: string; readonly data?: StateData }
  | {
      readonly status: 'error';
      readonly message: string;
      /** The broker's refusal code, or `invalid`, `signed_out`, `step_up`, `unavailable`. */
      readonly code: string;
      readonly fieldErrors?: Readonly<Record<string, string>>;
      /** What was typed, so that a form drawn again does not lose it. */
      readonly values?: Readonly<Record<string, string | readonly string[]>>;
      /** The assurance the broker wants before it lets this through (RFC 9470). */
      readonly acr?: string;
    };

type StateData = Readonly<Record<string, string | number | boolean | null>>;

export const idle: FormState = { status: 'idle' };

/** The shape `useActionState` wants; forms take their action as a prop of this type. */
export type FormAction = (previous: FormState, input: FormData) => Promise<FormState>;

export function fieldError(state: FormState, name: string): string | undefined {
  return state.status === 'error' ? state.fieldErrors?.[name] : undefined;
}
