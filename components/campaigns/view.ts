import type { NamedView } from '#components/delegation/view.ts';

export type CampaignKind =
  | 'client'
  | 'automation'
  | 'membership'
  | 'passkey'
  | 'offer'
  | 'policy'
  | 'risk'
  | 'log_sample';

/** Who answers where no owner can. */
export type Steward = 'review.manage' | 'people.manage';

export interface CampaignView {
  id: string;
  title: string;
  kinds: CampaignKind[];
  openedBy: string;
  openedAt: string;
  dueAt: string;
  seed: string;
  treeSize: number;
  items?: number | undefined;
  answered?: number | undefined;
  settled?: number | undefined;
}

export interface CampaignPage {
  items: CampaignView[];
  next: string | null;
}

export interface ItemView {
  id: string;
  kind: CampaignKind;
  title: string;
  facts: Record<string, string | number | boolean>;
  owner?: NamedView | undefined;
  fallsTo?: Steward | undefined;
  lastUsedAt?: string | undefined;
  status: 'open' | 'answered' | 'lapsed';
  answer?: 'keep' | 'remove' | 'wrong' | undefined;
  comment?: string | undefined;
  answeredBy?: string | undefined;
  answeredAt?: string | undefined;
  settled?: 'shut' | 'marked' | undefined;
  /** Of a membership: whether it counts no more now, whatever was said of it then. */
  lapsed?: boolean | undefined;
}

export interface ItemPage {
  items: ItemView[];
  next: string | null;
}

export const kindText: Record<CampaignKind, string> = {
  client: 'Doors and backends',
  automation: 'Services that act by themselves',
  membership: 'Groups that give a role',
  passkey: 'Passkeys of staff',
  offer: 'Offers of customers',
  policy: 'The active policy',
  risk: 'Risks of actions',
  log_sample: 'A sample of the log',
};

export const answerText = { keep: 'keep', remove: 'remove', wrong: 'wrong as it is' } as const;

export const stewardText: Record<Steward, string> = {
  'review.manage': 'whoever manages reviews',
  'people.manage': 'whoever manages people',
};

export interface Answerer {
  id: string;
  mayAnswer: boolean;
  stewards: Steward[];
}

/** Whether it may be theirs to answer. The broker decides, and compares persons. */
export function mayAnswer({ id, mayAnswer: may, stewards }: Answerer, item: ItemView): boolean {
  if (!may || item.status !== 'open') return false;
  if (item.fallsTo === undefined) return item.owner?.id === id;
  return stewards.includes(item.fallsTo) && item.facts.person !== id;
}

/** Nobody answers for what is about themselves, where nobody owns it. */
export const isAboutOneself = ({ id }: Answerer, { status, fallsTo, facts }: ItemView): boolean =>
  status === 'open' && fallsTo !== undefined && facts.person === id;

/** Whose word is wanted, for the page. */
export function answeredByText({ owner, fallsTo }: ItemView): string {
  if (fallsTo === undefined) return `Owner: ${owner?.name ?? 'unknown'}`;
  const steward = stewardText[fallsTo];
  return owner ? `Owner: ${owner.name}, who cannot answer; ${steward} does` : `Answered by ${steward}`;
}

/** Whether it may be theirs to let count again; the broker decides. */
export const mayReinstate = ({ id, stewards }: Answerer, { settled, lapsed, facts }: ItemView): boolean =>
  settled === 'shut' && lapsed === true && stewards.includes('people.manage') && facts.person !== id;

/** What came of it. Undefined: nothing yet. */
export function settledText({ kind, settled, lapsed }: ItemView): string | undefined {
  if (settled === undefined) return undefined;
  if (settled === 'marked') return 'alert raised';
  if (kind !== 'membership' || lapsed === undefined) return 'shut';
  return lapsed ? 'counts no more' : 'counts again';
}
