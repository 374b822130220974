import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';

const texts = z.array(z.string()).default([]);

/** As the broker writes them, and as `risks.json` does. */
const obligations = z.object({
  approvals: texts,
  consent: z.union([z.boolean(), z.literal('required').transform(() => true)]).default(false),
  max_duration: z.number().optional(),
  max_duration_s: z.number().optional(),
  step_up: z.string().optional(),
  notify: texts,
  budget: z.record(z.string(), z.number()).default({}),
  other: texts,
  obligation: texts,
});

const tasks: Readonly<Record<string, string>> = { 'post-review': 'a review afterwards' };

/** What is asked in return, one thing a line; nothing: nothing is asked. */
export function obligationWords(said: unknown): string[] {
  const read = obligations.safeParse(said);
  if (!read.success) return ['what no words are known for: see the file'];
  const { approvals, consent, step_up: level, notify, budget, other, obligation } = read.data;
  const longest = read.data.max_duration ?? read.data.max_duration_s;
  const most = Object.entries(budget).map(([what, count]) => `${count} ${what}`);
  return [
    ...approvals.map((flow) => `signatures by the flow “${flow}”`),
    ...(consent ? ['the customer’s consent'] : []),
    ...(longest === undefined ? [] : [`${spellDuration(longest)} at most`]),
    ...(level === undefined ? [] : [`a sign-in at the level ${level}`]),
    ...(most.length === 0 ? [] : [`no more than ${most.join(', ')}`]),
    ...(notify.length === 0 ? [] : [`${notify.map(spellGroup).join(' and ')} told`]),
    ...[...other, ...obligation].map((task) => tasks[task] ?? spellGroup(task)),
  ];
}
