import type { EntryView } from '#components/audit/view.ts';
import type { SessionView } from './view.ts';

/** Somebody in the customer's account now. */
export interface LiveSessionView {
  session: SessionView;
  /** The last few entries about it, newest first. */
  deeds: EntryView[];
  /** The backend's own page for its customers. */
  ownPage: { name: string; url: string } | undefined;
}
