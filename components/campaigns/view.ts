import type { NamedView } from '#components/delegation/view.ts';

export type CampaignKind = 'client' | 'automation' | 'membership' | 'policy' | 'risk' | 'log_sample';

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
  lastUsedAt?: string | undefined;
  status: 'open' | 'answered' | 'lapsed';
  answer?: 'keep' | 'remove' | 'wrong' | undefined;
  comment?: string | undefined;
  answeredBy?: string | undefined;
  answeredAt?: string | undefined;
  settled?: 'shut' | 'marked' | undefined;
}

export interface ItemPage {
  items: ItemView[];
  next: string | null;
}

export const kindText: Record<CampaignKind, string> = {
  client: 'Doors and backends',
  automation: 'Services that act by themselves',
  membership: 'Groups that give a role',
  policy: 'The active policy',
  risk: 'Risks of actions',
  log_sample: 'A sample of the log',
};

export const answerText = { keep: 'keep', remove: 'remove', wrong: 'wrong as it is' } as const;

export interface Answerer {
  id: string;
  mayAnswer: boolean;
  mayManage: boolean;
}

/** Whether it may be theirs to answer. The broker decides, and compares persons. */
export function mayAnswer({ id, mayAnswer: may, mayManage }: Answerer, item: ItemView): boolean {
  if (!may || item.status !== 'open') return false;
  if (item.owner) return item.owner.id === id;
  return mayManage && item.facts.person !== id;
}
