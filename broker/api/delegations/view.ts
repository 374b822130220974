import type { z } from '@hono/zod-openapi';
import { type Delegation, isConsented, openQuestions } from '../../delegation/delegation.ts';
import type { DescribedDelegation } from '../../delegation/describe.ts';
import { type EligibleStage, nobodyCanSign } from '../../delegation/eligible.ts';
import type { State, Status } from '../../delegation/lifecycle.ts';
import type { Preview } from '../../delegation/preview-request.ts';
import type { Domain } from '../../identity/principal.ts';
import type { FlowState, Obligations } from '../../policy/verdict.ts';
import type { SessionView } from '../sessions/view.ts';
import type { delegation as delegationSchema, preview as previewSchema } from './schema.ts';
import { stageViews } from './stages.ts';

export type DelegationView = z.input<typeof delegationSchema>;

const at = (instant: Date): string => instant.toISOString();
const LONGEST_SECONDS = 3600;

export function obligationsView({
  approvals,
  consent,
  maxDurationSeconds,
  stepUp,
  notify,
  budget,
  other,
}: Obligations) {
  return {
    approvals: [...approvals],
    consent,
    ...(maxDurationSeconds === undefined ? {} : { max_duration: maxDurationSeconds }),
    ...(stepUp === undefined ? {} : { step_up: stepUp }),
    notify: [...notify],
    ...(budget ? { budget: { ...budget } } : {}),
    other: [...other],
  };
}

function grantingView(state: State) {
  const granted = state.status === 'granted' ? state : 'granted' in state ? state.granted : undefined;
  if (!granted) return {};
  return {
    granted_at: at(granted.grantedAt),
    start_by: at(granted.startBy),
    ...(granted.expiresAt ? { expires_at: at(granted.expiresAt) } : {}),
  };
}

function endedView(state: State, name: (id: string) => string) {
  if (!('endedAt' in state)) return {};
  const { endedBy, reason } = state;
  const by =
    'id' in endedBy ? { kind: endedBy.kind, id: endedBy.id, name: name(endedBy.id) } : { kind: endedBy.kind };
  return { ended: { at: at(state.endedAt), by, ...(reason === undefined ? {} : { reason }) } };
}

function reviewsView({ reviews }: Delegation, party: (id: string) => { id: string; name: string }) {
  return reviews.map(({ id, signerId, decision, comment, signedAt, narrowed, notBefore, answer }) => ({
    id,
    by: party(signerId),
    decision,
    ...(comment === '' ? {} : { comment }),
    at: at(signedAt),
    ...(narrowed ? { narrowed } : {}),
    ...(notBefore ? { not_before: at(notBefore) } : {}),
    ...(answer ? { answer: { text: answer.text, at: at(answer.at) } } : {}),
  }));
}

/** A consent that was given before anybody asked, and says so. */
function offerView({ offer }: Delegation, party: (id: string) => { id: string; name: string }) {
  if (!offer) return {};
  const { id, customerId } = offer;
  return { consent: { by: party(customerId), decision: 'give' as const, at: at(offer.at), offer: id } };
}

/** Whom a request waits for; nobody, once it is decided. */
function waitingFor(delegation: Delegation, approvals: FlowState): DelegationView['waiting_for'] {
  if (delegation.state.status !== 'pending') return undefined;
  if (openQuestions(delegation).length > 0) return 'agent';
  return approvals.complete ? 'customer' : 'approvers';
}

interface Told {
  eligible?: readonly EligibleStage[];
  reader?: Domain;
  extendedBy?: { id: string; status: Status }[];
}

export function delegationView(
  { delegation, purposeTitle, approvals, name }: DescribedDelegation,
  sessions: SessionView[],
  { reviewBy, ...told }: Told & { reviewBy?: Date | undefined } = {},
): DelegationView {
  const { clocks, state, obligations, consent } = delegation;
  const waiting = waitingFor(delegation, approvals);
  const purpose = delegation.requested[0]?.purpose ?? { code: '', ref: '' };
  const party = (id: string) => ({ id, name: name(id) });
  return {
    id: delegation.id,
    status: state.status,
    revision: delegation.revision,
    ...(delegation.extends ? { extends: delegation.extends } : {}),
    ...(told.extendedBy ? { extended_by: told.extendedBy } : {}),
    subject: party(delegation.subjectId),
    actor: party(delegation.actor.id),
    authorization_details: delegation.requested,
    effective: delegation.effective,
    purpose: { ...purpose, title: purposeTitle },
    justification: delegation.justification,
    emergency: delegation.emergency,
    created_at: at(delegation.createdAt),
    decide_by: at(clocks.decideBy),
    ...(delegation.askedNotBefore ? { not_before: at(delegation.askedNotBefore) } : {}),
    ...(clocks.notBefore ? { effective_not_before: at(clocks.notBefore) } : {}),
    start_within: clocks.startWithinSeconds,
    ...grantingView(state),
    ...(waiting ? { waiting_for: waiting } : {}),
    required: {
      approvals: stageViews(approvals, told.eligible, told.reader),
      consent: obligations.consent,
      consent_given: isConsented(delegation),
      ...(obligations.stepUp === undefined ? {} : { step_up: obligations.stepUp }),
      ...(reviewBy === undefined ? {} : { review_by: at(reviewBy) }),
    },
    obligations: obligationsView(obligations),
    policy_version: delegation.policyVersion,
    details_hash: delegation.detailsHash,
    reviews: reviewsView(delegation, party),
    ...(consent
      ? {
          consent: {
            by: party(consent.signerId),
            decision: consent.decision,
            at: at(consent.signedAt),
            ...(consent.narrowed ? { narrowed: consent.narrowed } : {}),
          },
        }
      : offerView(delegation, party)),
    ...endedView(state, name),
    ...(told.eligible ? { warnings: nobodyCanSign(told.eligible) } : {}),
    sessions,
  };
}

export function previewView(verdict: Preview, reader: Domain): z.input<typeof previewSchema> {
  const { decision, reasons, obligations, actions, offer } = verdict;
  return {
    decision,
    reasons: reasons.map(({ text }) => text),
    required: {
      approvals: stageViews(verdict.approvals, verdict.eligible, reader),
      consent: obligations.consent,
      ...(obligations.stepUp === undefined ? {} : { step_up: obligations.stepUp }),
    },
    ...(offer ? { offer: offer.covers ? { covers: true, at: at(offer.at) } : offer } : {}),
    warnings: nobodyCanSign(verdict.eligible),
    max_duration: obligations.maxDurationSeconds ?? LONGEST_SECONDS,
    actions: actions.map((one) => {
      const [reason] = one.decision === 'deny' ? one.reasons : [];
      return { action: one.action, decision: one.decision, ...(reason ? { reason: reason.text } : {}) };
    }),
  };
}
