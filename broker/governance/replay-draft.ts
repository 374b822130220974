import { type Answer, type Asked, answer } from '../policy/asked.ts';
import { type Compared, compareAnswers, type Effect } from '../policy/compare-answers.ts';
import type { Engine } from '../policy/engine.ts';
import { sameQuestion } from '../policy/same-question.ts';

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

export interface Example {
  readonly id: string;
  readonly actor: string;
  readonly subject: string;
  readonly delegation?: string;
  readonly actions: readonly string[];
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

export interface Counts {
  readonly gains: number;
  readonly loses: number;
  readonly needsMore: number;
  readonly unchanged: number;
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

const EXAMPLES = 5;

function actionsOf(asked: Asked): string[] {
  if (asked.about === 'approval') return [`delegation.approve (${asked.question.decision})`];
  return [...new Set(asked.questions.flatMap(({ actions }) => actions))].sort();
}

function exampleOf(one: Past | Standing): Example {
  const { id, actor, subject, delegation, asked } = one;
  return { id, actor, subject, ...(delegation ? { delegation } : {}), actions: actionsOf(asked) };
}

type Gathered = Omit<Group, 'actors' | 'examples' | 'count'> & {
  count: number;
  actors: Set<string>;
  examples: Example[];
};

const zero = () => ({ gains: 0, loses: 0, needsMore: 0, unchanged: 0 });
const counted = { gains: 'gains', loses: 'loses', 'needs more': 'needsMore', nothing: 'unchanged' } as const;
const order = ['gains', 'loses', 'needs more'];

/** Asks everything that was asked before again, under a draft: who would get more, who less, and what would end. */
export function replayDraft(draft: Engine) {
  const keyOf = sameQuestion(draft.bundle);
  const answers = new Map<string, Answer>();
  const groups = new Map<string, Gathered>();
  const decisions = zero();
  const standing = zero();
  const ending = { delegations: [] as string[], sessions: [] as string[] };

  function compared({ asked, answer: old }: Past | Standing): Compared {
    const key = keyOf(asked);
    const known = answers.get(key) ?? answer(draft, asked);
    answers.set(key, known);
    return compareAnswers(old, known, draft.bundle.assurance);
  }

  function gather(stage: string, { effect, why }: Compared, one: Past | Standing): void {
    if (effect === 'nothing') return;
    const key = JSON.stringify([effect, stage, why]);
    const group = groups.get(key) ?? { effect, stage, why, count: 0, actors: new Set(), examples: [] };
    groups.set(key, group);
    group.count += 1;
    group.actors.add(one.actor);
    if (group.examples.length < EXAMPLES) group.examples.push(exampleOf(one));
  }

  return {
    past(one: Past): Effect {
      const result = compared(one);
      decisions[counted[result.effect]] += 1;
      gather(one.stage, result, one);
      return result.effect;
    },
    standing(one: Standing): Effect {
      const result = compared(one);
      standing[counted[result.effect]] += 1;
      gather(one.kind, result, one);
      if (result.effect === 'loses' && one.kind === 'session') ending.sessions.push(one.id);
      if (result.effect === 'loses' && one.kind === 'granted') ending.delegations.push(one.id);
      return result.effect;
    },
    report(): ReplayReport {
      return {
        version: draft.version,
        decisions: { ...decisions },
        distinct: answers.size,
        standing: { ...standing },
        ending,
        groups: [...groups.values()]
          .map((group) => ({ ...group, actors: group.actors.size }))
          .sort((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect) || b.count - a.count),
      };
    },
  };
}
