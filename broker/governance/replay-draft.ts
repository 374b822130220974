import { createHash } from 'node:crypto';
import { type Answer, type Asked, answer } from '../policy/asked.ts';
import { type Compared, compareAnswers } from '../policy/compare-answers.ts';
import type { Engine } from '../policy/engine.ts';
import { sameQuestion } from '../policy/same-question.ts';
import { type Counts, countedOnce, type Example, emptyTally, noted, type Tally } from './replays/tally.ts';

/** A decision on record. */
export interface Past {
  readonly id: string;
  readonly at: Date;
  readonly stage: string;
  readonly actor: string;
  readonly subject: string;
  readonly delegation?: string | undefined;
  readonly asked: Asked;
  readonly answer: Answer;
}

/** What stands now, with what the version in force says of it at this moment. */
export interface Standing {
  readonly kind: 'pending' | 'granted' | 'session';
  readonly id: string;
  readonly delegation: string;
  readonly actor: string;
  readonly subject: string;
  readonly asked: Asked;
  readonly answer: Answer;
}

export interface Group {
  readonly effect: 'gains' | 'loses' | 'needs more';
  /** `request`, `issue`, `use`, `approval`; of what stands: `pending`, `granted`, `session`. */
  readonly stage: string;
  readonly why: readonly string[];
  readonly count: number;
  readonly actors: number;
  readonly examples: readonly Example[];
}

export interface ReplayReport {
  readonly version: string;
  readonly decisions: Counts;
  /** Different questions: equal ones were asked once. */
  readonly distinct: number;
  /** `loses` here would end when the draft is activated. */
  readonly standing: Counts;
  readonly ending: { readonly delegations: readonly string[]; readonly sessions: readonly string[] };
  readonly groups: readonly Group[];
}

/** Where every question is another one, remembering answers is of no use. */
const MOST_REMEMBERED = 20_000;

function actionsOf(asked: Asked): string[] {
  if (asked.about === 'approval') return [`delegation.approve (${asked.question.decision})`];
  return [...new Set(asked.questions.flatMap(({ actions }) => actions))].sort();
}

function exampleOf(one: Past | Standing): Example {
  const { id, actor, subject, delegation, asked } = one;
  return { id, actor, subject, ...(delegation ? { delegation } : {}), actions: actionsOf(asked) };
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** Asks everything that was asked before again, under a draft: who would get more, who less, and what would end. */
export function replayDraft(draft: Engine) {
  const keyOf = sameQuestion(draft.bundle);
  const policy = draft.forMany();
  const answers = new Map<string, Answer>();
  let tally = emptyTally(draft.version);

  function answerTo(asked: Asked): Answer {
    const question = hashed(keyOf(asked));
    const known = answers.get(question);
    if (known) return known;
    const found = answer(policy, asked);
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    // What went wrong may speak of this very question.
    if (!found.determining.some(({ id }) => id === 'engine:failed')) answers.set(question, found);
    tally.questions.add(question);
    return found;
  }

  function compared(one: Past | Standing, stage: string): Compared {
    const result = compareAnswers(one.answer, answerTo(one.asked), draft.bundle.assurance);
    const { effect, why } = result;
    if (effect !== 'nothing') noted(tally, { effect, stage, why }, exampleOf(one));
    return result;
  }

  return {
    past(one: Past): void {
      tally.decisions = countedOnce(tally.decisions, compared(one, one.stage).effect);
    },
    standing(one: Standing): void {
      const { effect } = compared(one, one.kind);
      tally.standing = countedOnce(tally.standing, effect);
      if (effect !== 'loses' || one.kind === 'pending') return;
      const { id, delegation, actor, subject } = one;
      const { sessions, delegations } = tally.ending;
      (one.kind === 'session' ? sessions : delegations).push({ id, delegation, actor, subject });
    },
    /** What came out since it was taken last. */
    take(): Tally {
      const taken = tally;
      tally = emptyTally(draft.version);
      return taken;
    },
  };
}

const order = ['gains', 'loses', 'needs more'];

function groupsOf({ groups }: Tally): Group[] {
  return [...groups.values()]
    .map(({ actors, ...group }) => ({
      ...group,
      count: [...actors.values()].reduce((all, times) => all + times, 0),
      actors: actors.size,
    }))
    .sort((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect) || b.count - a.count);
}

export function reportOf(tally: Tally): ReplayReport {
  const { version, decisions, standing, questions, ending } = tally;
  const ids = (many: readonly { id: string }[]) => many.map(({ id }) => id);
  return {
    ...{ version, decisions, standing },
    distinct: questions.size,
    ending: { delegations: ids(ending.delegations), sessions: ids(ending.sessions) },
    groups: groupsOf(tally),
  };
}
