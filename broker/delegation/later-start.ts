import { Refusal } from '../errors.ts';
import { latestPossibleStart } from './clocks.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';

/** A start that is signed for is later than now and than the one that was asked, and not too far off. */
export function checkLaterStart(delegation: Delegation, notBefore: Date | undefined, now: Date): void {
  if (!notBefore) return;
  const refuse = (why: string) =>
    new Refusal('not_a_later_start', `The start ${why}.`, { status: 400, extra: { field: 'not_before' } });
  if (notBefore <= now) throw refuse('must lie in the future');
  if (delegation.askedNotBefore && notBefore <= delegation.askedNotBefore)
    throw refuse('can be later than the one that was asked, never earlier');
  if (notBefore > latestPossibleStart(delegation.createdAt))
    throw refuse('can be at most 30 days after the request');
}

/** What a narrowing amounts to as a value that is hashed and signed. */
export function signedNarrowing(
  narrowed: readonly DelegationSession[] | undefined,
  notBefore: Date | undefined,
): object | undefined {
  if (!notBefore) return narrowed;
  return {
    ...(narrowed ? { authorization_details: narrowed } : {}),
    not_before: notBefore.toISOString(),
  };
}
