import type { Engine } from './engine.ts';
import { distinctReasons } from './explain.ts';
import { flowState } from './flows.ts';
import { mergeObligations } from './obligations.ts';
import type { DelegationQuestion } from './question.ts';
import type { DelegationVerdict } from './verdict.ts';

/** A verdict with the very questions that it answers: asked again under the same version, they are answered alike. */
export interface Judged extends DelegationVerdict {
  /** One for each account at each backend; they differ in actions and account only. */
  readonly questions: readonly DelegationQuestion[];
  /** What policy itself said, where something that is no policy has made a no of it. */
  readonly said?: DelegationVerdict;
}

/** What policy says of a delegation that reaches several accounts or backends: every part must be allowed. */
export function decideParts(policy: Engine, questions: readonly DelegationQuestion[]): Judged {
  const verdicts = questions.map((question) => policy.decideRequest(question));
  const [first] = questions;
  const [only] = verdicts;
  if (!first || !only) throw new Error('A request without parts reached policy.');
  return { ...(verdicts.length === 1 ? only : join(policy, first, verdicts)), questions };
}

/** What the parts oblige to is joined, and the approvals counted over all flows at once. */
function join(
  policy: Engine,
  { principal, resource, context, stage }: DelegationQuestion,
  verdicts: readonly DelegationVerdict[],
): DelegationVerdict {
  const { bundle, version } = policy;
  const denied = verdicts.filter(({ decision }) => decision === 'deny');
  const telling = denied.length > 0 ? denied : verdicts;
  const merged = mergeObligations(
    verdicts.map(({ obligations }) => obligations),
    bundle.assurance,
  );
  const errors = verdicts.flatMap((verdict) => verdict.errors);
  if ('problem' in merged) errors.push(merged.problem);
  const obligations = 'problem' in merged ? verdicts[0]?.obligations : merged;
  if (!obligations) throw new Error('A request without parts reached policy.');
  const interested = ['person' in principal ? principal.person : undefined, resource.subject.person];
  const counting = context.approvals.filter(({ person }) => !interested.includes(person));
  const { filedAt, now } = context;
  const approvals = flowState(
    bundle.flows,
    obligations.approvals,
    counting,
    filedAt === undefined ? undefined : { filedAt, now },
  );
  const allowed = denied.length === 0 && errors.length === 0 && (stage === 'request' || approvals.complete);
  return {
    decision: allowed ? 'allow' : 'deny',
    reasons: distinctReasons(telling.flatMap(({ reasons }) => reasons)),
    internal: distinctReasons(telling.flatMap(({ internal }) => internal)),
    obligations,
    errors,
    policyVersion: version,
    actions: verdicts.flatMap((verdict) => verdict.actions),
    approvals,
  };
}
