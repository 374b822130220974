import { approvalCall } from './cedar-call.ts';
import { hasVoice, nextSignature } from './flows.ts';
import { judge, type PreparedPolicies, refuse } from './judge.ts';
import type { ApprovalQuestion } from './question.ts';
import type { ApprovalVerdict } from './verdict.ts';

/** May this person decide this request, and for which stage would their signature count? */
export function decideApproval(policies: PreparedPolicies, question: ApprovalQuestion): ApprovalVerdict {
  try {
    const { approver, delegation, earlier, now } = question;
    const answer = judge(
      policies,
      approvalCall(policies.bundle, question),
      delegation.emergency
        ? 'Only an emergency approver decides an emergency request.'
        : 'Only an approver decides a request.',
    );
    if (answer.decision === 'deny') return answer;
    const flows = policies.bundle.flows;
    if (question.decision !== 'approve') {
      return hasVoice(flows, delegation.flows, approver.groups) ? answer : refuse(policies, noVoice);
    }
    if (approver.person === undefined) return refuse(policies, noPerson);
    const counts = nextSignature(
      flows,
      delegation.flows,
      earlier,
      { person: approver.person, groups: approver.groups },
      { filedAt: delegation.filedAt, now },
    );
    return counts ? { ...answer, counts } : refuse(policies, notYourTurn);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(policies, { id: 'engine:failed', text: why }, [why]);
  }
}

const noPerson = { id: 'engine:approver-without-person', text: 'An approver must be a known person.' };
const noVoice = { id: 'engine:no-voice', text: 'This request does not ask any of your groups.' };
const notYourTurn = {
  id: 'engine:not-your-turn',
  text: 'This request is not waiting for a signature from one of your groups.',
};
