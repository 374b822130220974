import type { ProposalId, ReplayId } from '../../ids.ts';
import type { Group } from '../replay-draft.ts';
import type { Counts, Ending } from './tally.ts';

/** The first of many; `more` is how many were left out. */
export interface Few<T> {
  readonly items: readonly T[];
  readonly more: number;
}

export interface Affected {
  readonly actor: string;
  /** Of the decisions and of what stands, how much changes for them. */
  readonly count: number;
}

export interface ReplayResult {
  /** The version in force that was replayed beside it. */
  readonly against: string;
  /** More was decided in this time, or stands, than was looked at: the newest were. */
  readonly isPartial: boolean;
  readonly decisions: Counts;
  readonly standing: Counts;
  readonly gains: Few<Affected>;
  readonly loses: Few<Affected>;
  readonly needsMore: Few<Affected>;
  readonly sessions: Few<Ending>;
  readonly delegations: Few<Ending>;
  readonly groups: Few<Group>;
}

export type ReplayState =
  | { readonly status: 'running'; readonly looked: number }
  | { readonly status: 'done'; readonly finishedAt: Date; readonly result: ReplayResult }
  | { readonly status: 'failed'; readonly finishedAt: Date; readonly why: string };

/** A proposal held against what was decided and what stands; kept, so that the second person reads what the first one saw. */
export interface Replay {
  readonly id: ReplayId;
  readonly proposal: ProposalId;
  readonly version: string;
  readonly since: Date;
  /** How many decisions and delegations there were to look at when it began. */
  readonly size: number;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly state: ReplayState;
}

const MOST_LISTED = 50;

export function few<T>(all: readonly T[]): Few<T> {
  return { items: all.slice(0, MOST_LISTED), more: Math.max(0, all.length - MOST_LISTED) };
}
