import type { Decision } from '../decisions/decision.ts';
import { PolicyRefusal } from '../decisions/policy-refusal.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { type DelegationSession, longestDuration } from './details.ts';

/** What policy denied, in the words it gives to people; the true reasons are for the log. */
export function denied(
  decision: Decision,
  { reasons, internal }: Pick<DelegationVerdict, 'reasons' | 'internal'>,
  code = 'policy_denied',
): PolicyRefusal {
  const texts = reasons.map(({ text }) => text);
  return new PolicyRefusal(decision, code, texts.join(' ') || 'Policy no longer allows this.', {
    status: 403,
    detail: internal.map(({ id }) => id).join(' '),
    extra: { reasons: texts },
  });
}

export function refuseIfDenied(
  decision: Decision,
  verdict: DelegationVerdict,
  details: readonly DelegationSession[],
): void {
  if (verdict.decision === 'deny') throw denied(decision, verdict);
  const longest = verdict.obligations.maxDurationSeconds;
  if (longest !== undefined && longestDuration(details) > longest)
    throw new PolicyRefusal(
      decision,
      'duration_too_long',
      `Policy allows at most ${Math.floor(longest / 60)} minutes for this.`,
      {
        status: 403,
        extra: { max_duration: longest },
      },
    );
}
