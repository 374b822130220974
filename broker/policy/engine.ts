import type { PolicyBundle } from './bundle.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';
import type { ApprovalVerdict, DelegationVerdict } from './verdict.ts';

export interface Engine {
  readonly version: string;
  readonly bundle: PolicyBundle;
  decideRequest(question: DelegationQuestion): DelegationVerdict;
  decideApproval(question: ApprovalQuestion): ApprovalVerdict;
}

export function prepare(bundle: PolicyBundle): Engine {
  throw new Error(`not built yet: ${bundle.version}`);
}
