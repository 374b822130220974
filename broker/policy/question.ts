/** Where a delegation question is asked: when filed, when a session or token is issued, when a token is used. */
export type Stage = 'request' | 'issue' | 'use';

export type Actor =
  | {
      readonly kind: 'agent';
      readonly id: string;
      readonly roles: readonly string[];
      readonly person: string;
    }
  | { readonly kind: 'service'; readonly id: string; readonly roles: readonly string[] }
  | {
      readonly kind: 'approver' | 'customer';
      readonly id: string;
      readonly roles: readonly string[];
      readonly person?: string;
    };

export interface Subject {
  readonly id: string;
  readonly marks: readonly string[];
  /** The staff person this customer account belongs to, where there is one. */
  readonly person?: string;
  readonly isStaff: boolean;
}

export interface Account {
  /** As in `authorization_details`: `account/<id>` or finer. */
  readonly identifier: string;
  readonly backend: string;
  /** The customer the directory names as its owner. */
  readonly owner: string;
}

export interface Consent {
  /** false once refused or withdrawn. */
  readonly given: boolean;
  readonly expiresAt?: Date;
  readonly actions: readonly string[];
}

/** One approver's yes. A refusal or a question is not an approval and is left out. */
export interface Approval {
  readonly person: string;
  /** The approver's groups as the directory has them now, so that a lost membership no longer counts. */
  readonly groups: readonly string[];
  readonly at: Date;
}

export interface DelegationFacts {
  readonly emergency: boolean;
  readonly ticket: string;
  readonly purposeCode: string;
  /** At `request` what is asked; at `issue` and `use` what was granted, already cut to the obligations. */
  readonly durationSeconds: number;
  readonly now: Date;
  /** When the request was filed: where escalation of an approval stage counts from. */
  readonly filedAt?: Date;
  readonly senderConstrained: boolean;
  /** Actors in `act`; 1 for a direct delegation. */
  readonly chainDepth: number;
  /** Everybody who said yes so far; whether that is enough is decided here, by the flows now required. */
  readonly approvals: readonly Approval[];
  readonly consent?: Consent;
  /** May tighten, never allow. */
  readonly sourceAddress?: string;
}

export interface DelegationQuestion {
  readonly stage: Stage;
  readonly principal: Actor;
  /** One or more; each is decided by itself and the verdicts are merged. */
  readonly actions: readonly string[];
  readonly resource: { readonly account: Account; readonly subject: Subject };
  readonly context: DelegationFacts;
}

export interface ApprovalQuestion {
  readonly approver: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly groups: readonly string[];
    /** Who has none cannot approve. */
    readonly person?: string;
  };
  readonly decision: 'approve' | 'deny' | 'ask';
  /** The caller came with a delegated token. */
  readonly throughSession: boolean;
  readonly now: Date;
  readonly delegation: {
    readonly id: string;
    readonly emergency: boolean;
    readonly requester: { readonly id: string; readonly person?: string };
    readonly subject: { readonly id: string; readonly person?: string };
    /** The flows the request's obligations named. */
    readonly flows: readonly string[];
    readonly filedAt: Date;
  };
  readonly earlier: readonly Approval[];
}
