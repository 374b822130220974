import type { FormState } from '#components/form/form-state.ts';

/** What a stop has ended, in one sentence each. */
export interface Stopped {
  title: string;
  text: string;
}

const count = (amount: number, one: string) => `${amount} ${one}${amount === 1 ? '' : 's'}`;

export function tellStopped(name: string, state: Extract<FormState, { status: 'ok' }>): Stopped {
  const { sessionsEnded = 0, tokensRevoked = 0, acknowledged = '', silent = '' } = state.data ?? {};
  const ended = `${count(Number(sessionsEnded), 'session')} and ${count(Number(tokensRevoked), 'token')} ended.`;
  const heard = acknowledged === '' ? '' : ` Confirmed by ${acknowledged}.`;
  const unheard =
    silent === '' ? '' : ` Not confirmed yet by ${silent}; it lets nobody in while it does not hear from us.`;
  return { title: `Access of ${name} is stopped`, text: `${ended}${heard}${unheard}` };
}
