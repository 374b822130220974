export interface Reason {
  /** The policy's `@id`, `guard:…` for the broker's own, `engine:…` when the question could not be decided. */
  readonly id: string;
  /** A plain sentence. */
  readonly text: string;
}

export interface Obligations {
  /** Names of approval flows; all must be met. */
  readonly approvals: readonly string[];
  readonly consent: boolean;
  readonly maxDurationSeconds?: number;
  /** The strongest acr asked for. */
  readonly stepUp?: string;
  readonly notify: readonly string[];
  readonly budget?: Readonly<Record<string, number>>;
  /** Everything else a policy asks, such as `post-review`. */
  readonly other: readonly string[];
}

export interface RequiredApprovals {
  readonly flow: string;
  /** 1 is the first stage. */
  readonly stage: number;
  readonly from: readonly string[];
  readonly needed: number;
  readonly given: number;
}

/** An open stage, as its signers see it. */
export interface Waiting {
  readonly flow: string;
  readonly stage: number;
  /** Who is meant at first, whoever may sign by now. */
  readonly from: readonly string[];
  readonly since: Date;
  readonly escalates?: { readonly to: string; readonly at: Date; readonly due: boolean };
}

export interface FlowState {
  readonly required: readonly RequiredApprovals[];
  /** What may be signed now: per flow, the first stage that is not complete. */
  readonly open: readonly RequiredApprovals[];
  /** The same stages with their clocks; empty where nobody said what time it is. */
  readonly waiting: readonly Waiting[];
  readonly complete: boolean;
}

export interface Verdict {
  readonly decision: 'allow' | 'deny';
  /** For the person: never tells that a subject is privileged. */
  readonly reasons: readonly Reason[];
  /** For the log only: which policies decided, and why. */
  readonly internal: readonly Reason[];
  readonly obligations: Obligations;
  /** Not empty: something could not be evaluated. The decision is then always deny; raise an alert. */
  readonly errors: readonly string[];
  readonly policyVersion: string;
}

export interface ActionVerdict extends Verdict {
  readonly action: string;
}

export interface DelegationVerdict extends Verdict {
  readonly actions: readonly ActionVerdict[];
  /** Of the flows in `obligations`, counted over the question's approvals. */
  readonly approvals: FlowState;
}

export interface ApprovalVerdict extends Verdict {
  /** The stage this signature would count for. */
  readonly counts?: { readonly flow: string; readonly stage: number };
}
