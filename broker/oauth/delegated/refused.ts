import type { Decision } from '../../decisions/decision.ts';
import { PolicyRefusal } from '../../decisions/policy-refusal.ts';
import { OAuthError, type Refusal } from '../../errors.ts';

export type Reason =
  | 'actor_token_invalid'
  | 'subject_token_invalid'
  | 'may_act_mismatch'
  | 'policy_denied'
  | 'chain_too_deep'
  | 'delegation_not_active'
  | 'session_ended'
  | 'session_live'
  | 'budget_used_up';

const texts: Record<Reason, string> = {
  actor_token_invalid: 'the actor token is not acceptable',
  subject_token_invalid: 'the subject token is not acceptable',
  may_act_mismatch: 'the subject token does not let this actor act',
  policy_denied: 'policy does not allow this',
  chain_too_deep: 'too many have acted in a row',
  delegation_not_active: 'the delegation is no longer active',
  session_ended: 'the session is over',
  session_live: 'the actor is in another session already',
  budget_used_up: 'the session has used up what it may',
};

/** RFC 8693 §2.2.2: `invalid_request` for tokens that are invalid, expired, revoked or refused by policy. */
export function refused(reason: Reason, detail?: string, decision?: Decision): OAuthError {
  const extra = { reason };
  const error = new OAuthError(
    'invalid_request',
    texts[reason],
    detail === undefined ? { extra } : { extra, detail },
  );
  if (decision) error.cause = new PolicyRefusal(decision, reason, texts[reason]);
  return error;
}

const ofRefusal: Readonly<Record<string, Reason>> = {
  session_live: 'session_live',
  policy_denied: 'policy_denied',
  not_granted: 'delegation_not_active',
  person_disabled: 'actor_token_invalid',
  not_found: 'subject_token_invalid',
  other_client: 'subject_token_invalid',
  wrong_domain: 'actor_token_invalid',
};

/** A refused start in the words of the token endpoint; undefined: not known here. */
export function asOAuth(refusal: Refusal): OAuthError | undefined {
  if (refusal.code === 'changed_meanwhile')
    return new OAuthError('temporarily_unavailable', 'something changed at the same moment; ask again', {
      status: 503,
      headers: { 'retry-after': '1' },
    });
  const reason = Object.hasOwn(ofRefusal, refusal.code) ? ofRefusal[refusal.code] : undefined;
  return reason === undefined
    ? undefined
    : refused(
        reason,
        refusal.detail ?? refusal.message,
        refusal instanceof PolicyRefusal ? refusal.decision : undefined,
      );
}
