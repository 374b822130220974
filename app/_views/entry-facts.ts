import { z } from 'zod';

const leafShape = z.object({
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

const factsIn = (leaf: string) => leafShape.parse(JSON.parse(leaf)).facts;

/** What a backend reported: one action of a write, or how often each action was used by a batch of reads. */
export function didIn(leaf: string, titles: ReadonlyMap<string, string>): string | undefined {
  const facts = factsIn(leaf);
  const titleOf = (action: string) => `“${titles.get(action) ?? action}”`;
  if (typeof facts.action === 'string') return titleOf(facts.action);
  const counted = Object.entries(facts).filter(
    (fact): fact is [string, number] => fact[0].includes(':') && typeof fact[1] === 'number',
  );
  if (counted.length === 0) return undefined;
  return counted
    .map(([action, times]) => (times === 1 ? titleOf(action) : `${titleOf(action)} ${times} times`))
    .join(', ');
}

export function byIn(leaf: string): string | undefined {
  const { by } = factsIn(leaf);
  return typeof by === 'string' ? by : undefined;
}
