import { createHash } from 'node:crypto';
import { hashOf } from '../audit/event.ts';

export const campaignKinds = [
  'client',
  'automation',
  'membership',
  'passkey',
  'offer',
  'policy',
  'risk',
  'log_sample',
] as const;
export type CampaignKind = (typeof campaignKinds)[number];
export type ItemAnswer = 'keep' | 'remove' | 'wrong';
/** What the one who answers is shown, and signs for. */
export type Facts = Record<string, string | number | boolean>;

export interface Campaign {
  id: string;
  title: string;
  kinds: CampaignKind[];
  openedBy: string;
  openedAt: Date;
  dueAt: Date;
  seed: string;
  treeSize: number;
}

export type ItemState =
  | { status: 'open' }
  | { status: 'answered'; answer: ItemAnswer; settled?: 'shut' | 'marked' }
  /** Nobody answered in time. */
  | { status: 'lapsed'; settled?: 'shut' | 'marked' };

export interface CampaignItem {
  id: string;
  campaignId: string;
  kind: CampaignKind;
  ref: string;
  title: string;
  facts: Facts;
  ownerId: string | null;
  ownerPerson: string | null;
  concernsPerson: string | null;
  lastUsedAt: Date | null;
  comment: string | null;
  answeredBy: string | null;
  answeredAt: Date | null;
  challenge: string | null;
  state: ItemState;
}

export function itemState(
  { answer, settled }: { answer: ItemAnswer | null; settled: 'shut' | 'marked' | null },
  dueAt: Date,
  now: Date,
): ItemState {
  const done = settled === null ? {} : { settled };
  if (answer !== null) return { status: 'answered', answer, ...done };
  return now >= dueAt ? { status: 'lapsed', ...done } : { status: 'open' };
}

/** What a statement about an item is signed over; anybody who has the item makes it again. */
export function itemHash({
  id,
  campaignId,
  kind,
  ref,
  facts,
}: Pick<CampaignItem, 'id' | 'campaignId' | 'kind' | 'ref' | 'facts'>): string {
  return hashOf({ id, campaign: campaignId, kind, ref, facts });
}

/** Which entries of a log of this size the seed draws: the same for everybody, in ascending order. */
export function drawSample(seed: string, treeSize: number, count: number): number[] {
  const drawn = new Set<number>();
  const wanted = Math.min(count, treeSize);
  for (let round = 0; drawn.size < wanted; round++) {
    const bytes = createHash('sha256').update(`${seed}:${round}`).digest();
    drawn.add(Number(bytes.readBigUInt64BE(0) % BigInt(treeSize)));
  }
  return [...drawn].sort((a, b) => a - b);
}
