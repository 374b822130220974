export interface EntryView {
  index: number;
  id: string;
  type: string;
  time: string;
  refused: boolean;
  code?: string | undefined;
  actor?: { id: string; name?: string | undefined } | undefined;
  subject?: { id: string; name?: string | undefined } | undefined;
  delegation?: string | undefined;
  session?: string | undefined;
  /** The action that was used, by its title; several, where reads were reported together. */
  did?: string | undefined;
  /** Who or what ended it: agent, customer, admin, expiry… */
  by?: string | undefined;
  policyVersion?: string | undefined;
  /** The bytes the log commits to. */
  leaf: string;
  leafHash: string;
  detail?: Record<string, unknown> | undefined;
}

export interface EntryPage {
  items: EntryView[];
  next: string | null;
}
