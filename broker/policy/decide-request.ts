import { delegationCall } from './cedar-call.ts';
import { distinctReasons, publicReasons } from './explain.ts';
import { flowState } from './flows.ts';
import { judge, type PreparedPolicies, refuse } from './judge.ts';
import { mergeObligations, noObligations } from './obligations.ts';
import type { DelegationQuestion } from './question.ts';
import { defaultObligations } from './risk-defaults.ts';
import type { ActionVerdict, DelegationVerdict, FlowState, Reason } from './verdict.ts';

/** Decides each action by itself and merges: one deny denies all, and what any of them asks is asked. */
export function decideRequest(policies: PreparedPolicies, question: DelegationQuestion): DelegationVerdict {
  try {
    if (question.actions.length === 0) return failed(policies, question, 'the question names no action');
    const first = question.actions.map((action) => decideAction(policies, question, action, true));
    const asked = mergeObligations(
      first.map((verdict) => verdict.obligations),
      policies.bundle.assurance,
    );
    if ('problem' in asked) return failed(policies, question, asked.problem);
    // Which approvals are required follows from the policies that permit, so it is known only now.
    const approvals = countApprovals(policies, question, asked.approvals);
    const isUnsigned = question.stage !== 'request' && !approvals.complete;
    const actions = isUnsigned
      ? question.actions.map((action) => decideAction(policies, question, action, false))
      : first;

    const denied = actions.filter((verdict) => verdict.decision === 'deny');
    const isAllowed = denied.length === 0;
    const decisive = isAllowed ? actions : denied;
    const internal = distinctReasons(decisive.flatMap((verdict) => verdict.internal));
    return {
      decision: isAllowed ? 'allow' : 'deny',
      reasons: isAllowed ? internal : publicReasons(internal),
      internal,
      obligations: isAllowed ? asked : noObligations,
      errors: [...new Set(actions.flatMap((verdict) => verdict.errors))],
      policyVersion: policies.bundle.version,
      actions,
      approvals,
    };
  } catch (error) {
    return failed(policies, question, error instanceof Error ? error.message : String(error));
  }
}

function decideAction(
  policies: PreparedPolicies,
  question: DelegationQuestion,
  action: string,
  approvalsComplete: boolean,
): ActionVerdict {
  const entry = policies.actions.get(action);
  const refusal = precheck(policies, question, action);
  if (refusal || !entry) {
    return { action, ...refuse(policies, refusal ?? unknownAction) };
  }
  const answer = judge(
    policies,
    delegationCall(policies.bundle, question, { action, risk: entry.risk, approvalsComplete }),
    `No policy permits “${entry.title}” ${question.context.emergency ? 'in an emergency' : 'in this case'}.`,
  );
  if (answer.decision === 'deny') return { action, ...answer };

  const { emergency, durationSeconds } = question.context;
  const asked = mergeObligations(
    [
      answer.obligations,
      ...defaultObligations(policies.bundle, entry.risk, question.resource.subject.marks, emergency),
    ],
    policies.bundle.assurance,
  );
  if ('problem' in asked) return { action, ...refuse(policies, failedBy(asked.problem), [asked.problem]) };
  // Consent is a guard rail: without it nothing is ever issued, so it is asked whether or not a policy says so.
  const obligations = { ...asked, consent: asked.consent || !emergency };
  if (emergency && obligations.approvals.length === 0) {
    return { action, ...refuse(policies, emergencyUnsigned) };
  }
  const longest = obligations.maxDurationSeconds;
  if (question.stage !== 'request' && longest !== undefined && durationSeconds > longest) {
    return { action, ...refuse(policies, tooLong) };
  }
  return { action, ...answer, obligations };
}

/** Everybody's yes, but for those whose yes can never count: the actor's own person and the subject's. */
function countApprovals(
  policies: PreparedPolicies,
  question: DelegationQuestion,
  flows: readonly string[],
): FlowState {
  const { principal, resource, context } = question;
  const interested = ['person' in principal ? principal.person : undefined, resource.subject.person];
  return flowState(
    policies.bundle.flows,
    flows,
    context.approvals.filter((approval) => !interested.includes(approval.person)),
    context.filedAt && { filedAt: context.filedAt, now: context.now },
  );
}

/** What the broker itself refuses before any policy is asked. */
export function precheck(
  policies: PreparedPolicies,
  question: DelegationQuestion,
  action: string,
): Reason | undefined {
  const { principal, resource, context } = question;
  if (principal.kind !== 'agent' && principal.kind !== 'service') return wrongPrincipal;
  const entry = policies.actions.get(action);
  if (!entry) return unknownAction;
  if (entry.backend !== resource.account.backend) return wrongBackend;
  if (!policies.bundle.intents.some((intent) => intent.id === context.purposeCode)) return unknownPurpose;
  const unknown = resource.subject.marks.find((mark) => !Object.hasOwn(policies.bundle.marks, mark));
  if (unknown !== undefined) {
    return { id: 'guard:unknown-mark', text: `The customer carries a mark nobody described: ${unknown}.` };
  }
  return undefined;
}

function failed(policies: PreparedPolicies, question: DelegationQuestion, why: string): DelegationVerdict {
  const verdict = refuse(policies, { id: 'engine:failed', text: why }, [why]);
  const approvals: FlowState = { required: [], open: [], waiting: [], complete: false };
  return { ...verdict, actions: question.actions.map((action) => ({ action, ...verdict })), approvals };
}

const failedBy = (text: string): Reason => ({ id: 'engine:failed', text });
const wrongPrincipal = {
  id: 'engine:wrong-principal',
  text: 'Only support agents and services act for a customer.',
};
const unknownAction = { id: 'engine:unknown-action', text: 'The catalogue does not know this action.' };
const wrongBackend = { id: 'engine:wrong-backend', text: 'This action belongs to another backend.' };
const unknownPurpose = { id: 'engine:unknown-purpose', text: 'The purpose is not one that policy knows.' };
const tooLong = { id: 'engine:too-long', text: 'This was granted for longer than policy now allows.' };
const emergencyUnsigned = {
  id: 'guard:emergency-unsigned',
  text: "Even an emergency needs a second person's signature.",
};
