import type { SessionView } from './view.ts';

export interface ChangeView {
  index: number;
  time: string;
  step: 'raised' | 'revealed' | 'began' | 'done' | 'refused' | 'failed';
  /** What the action is called; absent where the session was raised. */
  title?: string | undefined;
  identifier?: string | undefined;
  /** What was revealed, in words. */
  fields?: string[] | undefined;
  reason?: string | undefined;
}

/** A live session, and what it has changed, newest first. */
export interface SessionChangesView {
  session: Pick<SessionView, 'sid' | 'actor' | 'subject' | 'level'>;
  changes: ChangeView[];
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** For whoever may stop it: what is happening, in one line. */
export function tellChange({ step, title, identifier, fields, reason }: ChangeView): string {
  const what = `“${title ?? 'a change'}”${identifier === undefined ? '' : ` on ${identifier}`}`;
  switch (step) {
    case 'raised':
      return reason === undefined ? 'May change things now' : `May change things now: ${reason}`;
    case 'revealed':
      return `Had the hidden ${conjunction.format(fields ?? [])} shown${reason === undefined ? '' : `: ${reason}`}`;
    case 'began':
      return `Began ${what}`;
    case 'done':
      return `Finished ${what}`;
    case 'refused':
      return `Was turned away from ${what}`;
    case 'failed':
      return `Tried ${what}, and it failed`;
  }
}
