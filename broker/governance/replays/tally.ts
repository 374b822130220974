import type { Effect } from '../../policy/compare-answers.ts';

export interface Counts {
  readonly gains: number;
  readonly loses: number;
  readonly needsMore: number;
  readonly unchanged: number;
}

export interface Example {
  readonly id: string;
  readonly actor: string;
  readonly subject: string;
  readonly delegation?: string;
  readonly actions: readonly string[];
}

/** What would be over with the activation. */
export interface Ending {
  readonly id: string;
  readonly delegation: string;
  readonly actor: string;
  readonly subject: string;
}

export type Changing = Exclude<Effect, 'nothing'>;

export interface Gathered {
  readonly effect: Changing;
  readonly stage: string;
  readonly why: readonly string[];
  /** How often, by who asked. */
  readonly actors: Map<string, number>;
  readonly examples: Example[];
}

/** What came out for a stretch of lines. Stretches put together in their order are what came out for all. */
export interface Tally {
  /** The draft that was asked. */
  readonly version: string;
  decisions: Counts;
  standing: Counts;
  /** Hashes of what the draft could tell apart. */
  readonly questions: Set<string>;
  readonly ending: { readonly delegations: Ending[]; readonly sessions: Ending[] };
  readonly groups: Map<string, Gathered>;
}

const EXAMPLES = 5;
const none: Counts = { gains: 0, loses: 0, needsMore: 0, unchanged: 0 };
const counted = { gains: 'gains', loses: 'loses', 'needs more': 'needsMore', nothing: 'unchanged' } as const;

export const emptyTally = (version: string): Tally => ({
  version,
  decisions: none,
  standing: none,
  questions: new Set(),
  ending: { delegations: [], sessions: [] },
  groups: new Map(),
});

export const countedOnce = (counts: Counts, effect: Effect): Counts => {
  const name = counted[effect];
  return { ...counts, [name]: counts[name] + 1 };
};

export const sum = ({ gains, loses, needsMore, unchanged }: Counts): number =>
  gains + loses + needsMore + unchanged;

const added = (a: Counts, b: Counts): Counts => ({
  gains: a.gains + b.gains,
  loses: a.loses + b.loses,
  needsMore: a.needsMore + b.needsMore,
  unchanged: a.unchanged + b.unchanged,
});

function gather(groups: Tally['groups'], { effect, stage, why, actors, examples }: Gathered): void {
  const key = JSON.stringify([effect, stage, why]);
  const group: Gathered = groups.get(key) ?? { effect, stage, why, actors: new Map(), examples: [] };
  groups.set(key, group);
  for (const [actor, times] of actors) group.actors.set(actor, (group.actors.get(actor) ?? 0) + times);
  group.examples.push(...examples.slice(0, EXAMPLES - group.examples.length));
}

/** One line of which something changes. */
export function noted(tally: Tally, of: Omit<Gathered, 'actors' | 'examples'>, example: Example): void {
  gather(tally.groups, { ...of, actors: new Map([[example.actor, 1]]), examples: [example] });
}

/** `next` is what came out for the lines that follow. */
export function putTogether(all: Tally, next: Tally): void {
  if (all.version !== next.version) throw new Error('Two drafts were asked.');
  all.decisions = added(all.decisions, next.decisions);
  all.standing = added(all.standing, next.standing);
  for (const question of next.questions) all.questions.add(question);
  all.ending.delegations.push(...next.ending.delegations);
  all.ending.sessions.push(...next.ending.sessions);
  for (const group of next.groups.values()) gather(all.groups, group);
}
