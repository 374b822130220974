import { type PolicyJson, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Reads } from '../reads.ts';

const names = { now: 'countersign-clock', end: 'countersign-clock-end' } as const;
type Which = keyof typeof names;

const any = { op: 'All' } as const;
const nobody = { type: 'Clock', id: '' };
const instant = (at: Date) => ({ __extn: { fn: 'datetime', arg: at.toISOString() } });
/** Where no consent ends, what compares its end cannot be asked. */
const whichOf = (comparison: unknown): Which =>
  JSON.stringify(comparison).includes('"expires"') ? 'end' : 'now';

const loaded: { reads?: Reads; some?: Record<Which, boolean> } = {};

/** Each comparison as a policy of its own, so that those which hold are named. Answers whether there is any. */
function load(reads: Reads): Record<Which, boolean> {
  if (loaded.reads === reads && loaded.some) return loaded.some;
  delete loaded.reads;
  const some = { now: false, end: false };
  for (const which of ['now', 'end'] as const) {
    const mine = reads.onTheClock.filter((comparison) => whichOf(comparison) === which);
    const policies = mine.map((comparison, nth): [string, PolicyJson] => {
      const body = comparison as PolicyJson['conditions'][number]['body'];
      const conditions = [{ kind: 'when' as const, body }];
      return [`${nth}`, { effect: 'permit', principal: any, action: any, resource: any, conditions }];
    });
    const set = { staticPolicies: Object.fromEntries(policies) };
    if (preparsePolicySet(names[which], set).type === 'failure') throw new Error('Not to be asked alone.');
    some[which] = mine.length > 0;
  }
  Object.assign(loaded, { reads, some });
  return some;
}

function holding(which: Which, now: Date, expires: Date | undefined): unknown {
  const answer = statefulIsAuthorized({
    principal: nobody,
    action: nobody,
    resource: nobody,
    context: { now: instant(now), ...(expires ? { consent: { expires: instant(expires) } } : {}) },
    entities: [],
    preparsedPolicySetId: names[which],
    validateRequest: false,
  });
  if (answer.type !== 'success') throw new Error('Not answered.');
  const { reason, errors } = answer.response.diagnostics;
  return [[...reason].sort(), errors.map(({ policyId }) => policyId).sort()];
}

/** Which comparisons hold at a moment, and which cannot be made; undefined where Cedar does not say. */
export function askClock(reads: Reads, now: Date, expires: Date | undefined): string | undefined {
  try {
    const some = load(reads);
    return JSON.stringify([
      some.now && holding('now', now, undefined),
      some.end && expires !== undefined && holding('end', now, expires),
    ]);
  } catch {
    return undefined;
  }
}
