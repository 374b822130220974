import type { Answer } from './asked.ts';
import { obligationChanges } from './obligation-changes.ts';

export type Effect = 'gains' | 'loses' | 'needs more' | 'nothing';

export interface Compared {
  readonly effect: Effect;
  /** Sentences: which policies decide now, or what is asked less or more. */
  readonly why: readonly string[];
}

type Signatures = Answer['required'][number];

/** Old signatures are still asked for where as many of no more groups are; each new one stands for one old one. */
function uncovered(wanted: readonly Signatures[], by: readonly Signatures[]): Signatures[] {
  const left = [...by];
  return wanted.filter((one) => {
    const found = left.findIndex(
      ({ from, needed }) => needed >= one.needed && from.every((group) => one.from.includes(group)),
    );
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}

const signatures = ({ needed, from }: Signatures): string => `${needed} of ${from.join(', ') || 'nobody'}`;
const reasons = ({ determining }: Answer): string[] => determining.map(({ id, text }) => `${id}: ${text}`);

/** What another version's answer to the same question means for who asked. Who gains in anything, gains. */
export function compareAnswers(old: Answer, now: Answer, assurance: readonly string[]): Compared {
  if (old.decision === 'deny' && now.decision === 'deny') return { effect: 'nothing', why: [] };
  if (old.decision === 'deny') return { effect: 'gains', why: reasons(now) };
  if (now.decision === 'deny') return { effect: 'loses', why: reasons(now) };
  // Flows are compared by the signatures they come to, not by their names.
  const [before, after] = [old.obligations, now.obligations].map((each) => ({ ...each, approvals: [] }));
  if (!before || !after) throw new Error('There are two answers to compare.');
  const changes = obligationChanges('', before, after, assurance);
  const less = [
    ...changes.filter(({ widens }) => widens).map(({ what }) => what),
    ...uncovered(old.required, now.required).map((one) => `no longer asks for ${signatures(one)}`),
  ];
  const more = [
    ...changes.filter(({ widens }) => !widens).map(({ what }) => what),
    ...uncovered(now.required, old.required).map((one) => `asks for ${signatures(one)}`),
  ];
  if (less.length > 0) return { effect: 'gains', why: [...less, ...more].sort() };
  return more.length > 0 ? { effect: 'needs more', why: more.sort() } : { effect: 'nothing', why: [] };
}
