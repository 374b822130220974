import type { Named } from './view.ts';

export interface Few<T> {
  items: T[];
  /** How many were left out. */
  more: number;
}

export interface Counts {
  gains: number;
  loses: number;
  needsMore: number;
  unchanged: number;
}

export interface Affected extends Named {
  count: number;
}

export interface Ending {
  id: string;
  delegation: string;
  actor: string;
  subject: string;
}

export type Effect = 'gains' | 'loses' | 'needs more';

export interface ReplayGroup {
  effect: Effect;
  why: string[];
  /** Where it would be felt, in words, and how often. */
  places: { where: string; count: number; actors: number }[];
  examples: { id: string; actor: string; subject: string; actions: string[] }[];
}

export interface ReplayResult {
  isPartial: boolean;
  decisions: Counts;
  standing: Counts;
  gains: Few<Affected>;
  loses: Few<Affected>;
  needsMore: Few<Affected>;
  sessions: Few<Ending>;
  grants: Few<Ending>;
  groups: Few<ReplayGroup>;
}

/** A proposal held against what was decided and what stands, as far as it is. */
export interface ReplayView {
  id: string;
  startedBy: string;
  startedAt: string;
  days: number;
  size: number;
  looked: number;
  state:
    | { status: 'running' }
    | { status: 'done'; finishedAt: string; result: ReplayResult }
    | { status: 'failed'; finishedAt: string; why: string };
}

export const total = <T>({ items, more }: Few<T>): number => items.length + more;

export const sum = ({ gains, loses, needsMore, unchanged }: Counts): number =>
  gains + loses + needsMore + unchanged;

export const figure = (count: number): string => count.toLocaleString('en-GB');

export const plural = (count: number, one: string, many: string): string =>
  `${figure(count)} ${count === 1 ? one : many}`;

export const times = (count: number): string => plural(count, 'time', 'times');

/** What was looked at, in one sentence. */
export function compared({ days, state }: ReplayView): string {
  if (state.status !== 'done') return '';
  const { decisions, standing, isPartial } = state.result;
  const decided = plural(sum(decisions), 'decision', 'decisions');
  const stands = sum(standing);
  return `${isPartial ? 'The newest ' : ''}${decided} of the last ${plural(days, 'day', 'days')}, and ${
    stands === 0
      ? 'nothing that stands now'
      : `${figure(stands)} that ${stands === 1 ? 'stands' : 'stand'} now`
  }: open requests, grants and live sessions.`;
}

/** The outcome in one sentence: what whoever signs has to know. */
export function outcome({ decisions, standing, sessions, gains, loses, needsMore }: ReplayResult): string {
  const said = [
    ...(total(gains) > 0 ? [plural(total(gains), 'actor gains', 'actors gain')] : []),
    ...(total(loses) > 0 ? [plural(total(loses), 'actor loses', 'actors lose')] : []),
    ...(total(needsMore) > 0 ? [`${plural(total(needsMore), 'actor is', 'actors are')} asked for more`] : []),
    ...(total(sessions) > 0 ? [plural(total(sessions), 'live session ends', 'live sessions end')] : []),
  ];
  const changed = sum(decisions) + sum(standing) - decisions.unchanged - standing.unchanged;
  return changed === 0 ? 'Nothing changes for anybody.' : `${said.join(', ')}.`;
}
