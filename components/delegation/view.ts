export type Risk = 'read' | 'write' | 'sensitive' | 'never';

export type Status = 'pending' | 'granted' | 'denied' | 'withdrawn' | 'expired' | 'completed' | 'revoked';

export interface ActionView {
  id: string;
  title: string;
  risk: Risk;
  sees: string[];
  changes: string[];
  /** What stays hidden until somebody in the session says why: the backend's field → one of `sees`. */
  masked: Record<string, string>;
}

export interface IntentView {
  id: string;
  title: string;
  description: string;
  actions: string[];
  maxDurationS: number;
}

export interface BackendView {
  id: string;
  name: string;
  resource: string;
  actions: ActionView[];
}

export interface CatalogView {
  backends: BackendView[];
  intents: IntentView[];
}

export interface NamedView {
  id: string;
  name: string;
}

/** One `delegation_session`: what may be done, where, for how long. */
export interface DetailView {
  actions: ActionView[];
  identifier: string;
  backend: string;
  locations: string[];
  maxDurationS: number;
}

export interface StageView {
  flow: string;
  stage: number;
  from: string[];
  needed: number;
  given: number;
  /** Since when it can be signed; only of a stage that is open. */
  since?: string | undefined;
  escalatesTo?: string | undefined;
  escalated?: boolean | undefined;
  eligible?: EligibleView | undefined;
}

/** Who could sign a stage now. Those who ask are told how many, those who approve also who. */
export interface EligibleView {
  count: number;
  groups: { group: string; count: number; people?: NamedView[] | undefined }[];
}

export interface OfferView {
  id: string;
  identifier: string;
  actions: string[];
  maxDurationS: number;
  status: 'open' | 'used' | 'withdrawn' | 'expired';
  expiresAt: string;
  delegation?: string | undefined;
}

/** What a customer may offer on one of their accounts. */
export interface OfferableView {
  identifier: string;
  label: string;
  actions: ActionView[];
}

export interface BlockView {
  agent: string;
  name: string;
  blockedAt: string;
}

export interface ReviewView {
  id: string;
  by: NamedView;
  decision: string;
  comment?: string | undefined;
  at: string;
  narrowed: DetailView[];
  notBefore?: string | undefined;
  answer?: { text: string; at: string } | undefined;
}

export interface DelegationView {
  id: string;
  status: Status;
  revision: number;
  /** The delegation that it goes on from, and those that go on from it. */
  extends?: string | undefined;
  extendedBy: { id: string; status: Status }[];
  subject: NamedView;
  actor: NamedView;
  purpose: { code: string; title: string; ref: string };
  justification: string;
  emergency: boolean;
  requested: DetailView[];
  effective: DetailView[];
  createdAt: string;
  decideBy: string;
  /** As asked, and the latest that anybody asked or signed for. */
  notBefore?: string | undefined;
  effectiveNotBefore?: string | undefined;
  waitingFor?: 'agent' | 'approvers' | 'customer' | undefined;
  /** Signatures that nobody can give at present. */
  warnings: string[];
  startWithinS: number;
  startBy?: string | undefined;
  grantedAt?: string | undefined;
  expiresAt?: string | undefined;
  approvals: StageView[];
  consent: {
    needed: boolean;
    given: boolean;
    decision?: string | undefined;
    at?: string | undefined;
    /** It was given before anybody asked. */
    offered: boolean;
  };
  stepUp?: string | undefined;
  policyVersion: string;
  detailsHash: string;
  reviews: ReviewView[];
  ended?: { at: string; by: string; reason?: string | undefined } | undefined;
  /** Somebody is using it at this moment. */
  inUse: boolean;
}

export interface CustomerView {
  id: string;
  name: string;
  email: string;
  accounts: { identifier: string; label: string; resource: string }[];
}

/** What naming a code would come to: it stands in for the consent, or why not. */
export interface OfferLookView {
  code: string;
  covers: boolean;
  at?: string | undefined;
  why?: string | undefined;
  reason?: string | undefined;
}

export interface PreviewView {
  allowed: boolean;
  reasons: string[];
  /** Signatures that nobody can give at present. */
  warnings: string[];
  approvals: StageView[];
  consent: boolean;
  stepUp?: string | undefined;
  offer?: OfferLookView | undefined;
  maxDurationS: number;
  actions: { action: string; allowed: boolean; reason?: string | undefined }[];
}

/** What was asked and is no longer part of the effective grant. */
export function leftOut(requested: DetailView, effective: DetailView[]): string[] {
  const kept = new Set(
    effective
      .filter((detail) => within(detail.identifier, requested.identifier))
      .flatMap((detail) => detail.actions.map((action) => action.id)),
  );
  return requested.actions.map((action) => action.id).filter((id) => !kept.has(id));
}

export function within(identifier: string, container: string): boolean {
  return identifier === container || identifier.startsWith(`${container}/`);
}

export function longestDuration(details: DetailView[]): number {
  return Math.max(0, ...details.map((detail) => detail.maxDurationS));
}

export function approvalsComplete(delegation: Pick<DelegationView, 'approvals'>): boolean {
  return delegation.approvals.every((stage) => stage.given >= stage.needed);
}

/** A request still waits for the customer only when nobody has to sign before. */
export function awaitsConsent(delegation: DelegationView): boolean {
  return (
    delegation.status === 'pending' &&
    delegation.consent.needed &&
    !delegation.consent.given &&
    approvalsComplete(delegation)
  );
}

/** What approvers asked and nobody has answered, oldest first. */
export function openQuestions({ status, reviews }: DelegationView): ReviewView[] {
  if (status !== 'pending') return [];
  return reviews.filter((review) => review.decision === 'ask' && review.answer === undefined);
}

export interface DelegationPage {
  items: DelegationView[];
  next: string | null;
}
