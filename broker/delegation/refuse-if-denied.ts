import { Refusal } from '../errors.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { type DelegationSession, longestDuration } from './details.ts';

export function refuseIfDenied(verdict: DelegationVerdict, details: readonly DelegationSession[]): void {
  if (verdict.decision === 'deny')
    throw new Refusal('policy_denied', verdict.reasons.map(({ text }) => text).join(' '), {
      status: 403,
      detail: verdict.internal.map(({ id }) => id).join(' '),
      extra: { reasons: verdict.reasons.map(({ text }) => text) },
    });
  const longest = verdict.obligations.maxDurationSeconds;
  if (longest !== undefined && longestDuration(details) > longest)
    throw new Refusal(
      'duration_too_long',
      `Policy allows at most ${Math.floor(longest / 60)} minutes for this.`,
      {
        status: 403,
        extra: { max_duration: longest },
      },
    );
}
