import {
  type PolicyJson,
  type PolicySet,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Reads } from '../reads.ts';

const NAME = 'countersign-clock';
const any = { op: 'All' } as const;
const nobody = { type: 'Clock', id: '' };
const instant = (at: Date) => ({ __extn: { fn: 'datetime', arg: at.toISOString() } });

let loaded: Reads | undefined;

/** Each comparison as a policy of its own, so that those which hold are named. */
function load(reads: Reads): boolean {
  if (loaded === reads) return true;
  loaded = undefined;
  const policies = reads.onTheClock.map((comparison, nth): [string, PolicyJson] => {
    const body = comparison as PolicyJson['conditions'][number]['body'];
    const conditions = [{ kind: 'when' as const, body }];
    return [`${nth}`, { effect: 'permit', principal: any, action: any, resource: any, conditions }];
  });
  const set: PolicySet = { staticPolicies: Object.fromEntries(policies) };
  if (preparsePolicySet(NAME, set).type === 'failure') return false;
  loaded = reads;
  return true;
}

/** Which comparisons hold at a moment, and which cannot be made; undefined where Cedar does not say. */
export function askClock(reads: Reads, now: Date, expires: Date | undefined): string | undefined {
  try {
    if (!load(reads)) return undefined;
    const answer = statefulIsAuthorized({
      principal: nobody,
      action: nobody,
      resource: nobody,
      context: { now: instant(now), ...(expires ? { consent: { expires: instant(expires) } } : {}) },
      entities: [],
      preparsedPolicySetId: NAME,
      validateRequest: false,
    });
    if (answer.type !== 'success') return undefined;
    const { reason, errors } = answer.response.diagnostics;
    return JSON.stringify([[...reason].sort(), errors.map(({ policyId }) => policyId).sort()]);
  } catch {
    return undefined;
  }
}
