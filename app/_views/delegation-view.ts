import type { components } from '@countersign/client';
import type {
  ActionView,
  CatalogView,
  DelegationView,
  DetailView,
  StageView,
} from '#components/delegation/view.ts';

type WireDelegation = components['schemas']['Delegation'];
type WireDetail = components['schemas']['DelegationSession'];
type WireEnder = NonNullable<WireDelegation['ended']>['by'];

export function delegationView(wire: WireDelegation, catalog: CatalogView): DelegationView {
  const details = (list: WireDetail[] | undefined) => (list ?? []).map((one) => detailView(one, catalog));
  const intent = catalog.intents.find((one) => one.id === wire.purpose.code);
  return {
    id: wire.id,
    status: wire.status,
    revision: wire.revision,
    extends: wire.extends,
    extendedBy: wire.extended_by ?? [],
    subject: wire.subject,
    actor: wire.actor,
    purpose: {
      code: wire.purpose.code,
      title: wire.purpose.title || (intent?.title ?? wire.purpose.code),
      ref: wire.purpose.ref,
    },
    justification: wire.justification,
    emergency: wire.emergency,
    requested: details(wire.authorization_details),
    effective: details(wire.effective),
    createdAt: wire.created_at,
    decideBy: wire.decide_by,
    notBefore: wire.not_before,
    effectiveNotBefore: wire.effective_not_before,
    waitingFor: wire.waiting_for,
    warnings: wire.warnings ?? [],
    startWithinS: wire.start_within,
    startBy: wire.start_by,
    grantedAt: wire.granted_at,
    expiresAt: wire.expires_at,
    approvals: wire.required.approvals.map(stageView),
    consent: {
      needed: wire.required.consent,
      given: wire.required.consent_given,
      decision: wire.consent?.decision,
      at: wire.consent?.at,
      offered: wire.consent?.offer !== undefined,
    },
    stepUp: wire.required.step_up,
    policyVersion: wire.policy_version,
    detailsHash: wire.details_hash,
    reviews: wire.reviews.map((one) => ({
      id: one.id,
      by: one.by,
      decision: one.decision,
      comment: one.comment,
      at: one.at,
      narrowed: details(one.narrowed),
      notBefore: one.not_before,
      answer: one.answer,
    })),
    ended: wire.ended && { at: wire.ended.at, by: ender(wire.ended.by), reason: wire.ended.reason },
    inUse: wire.sessions.some((session) => session.status === 'live'),
  };
}

type WireStage = WireDelegation['required']['approvals'][number];

export function stageView(wire: WireStage): StageView {
  const { escalates_to: escalatesTo, escalates_at: _, ...stage } = wire;
  return { ...stage, escalatesTo };
}

function detailView(wire: WireDetail, catalog: CatalogView): DetailView {
  const backend = catalog.backends.find((one) => wire.locations.includes(one.resource));
  return {
    actions: wire.actions.map((id) => actionView(id, catalog)),
    identifier: wire.identifier,
    backend: backend?.name ?? wire.locations.join(', '),
    locations: wire.locations,
    maxDurationS: wire.max_duration,
  };
}

/** An action that has left the catalogue is still shown, by its id and as the riskiest it could be. */
function actionView(id: string, catalog: CatalogView): ActionView {
  const known = catalog.backends.flatMap((backend) => backend.actions).find((action) => action.id === id);
  return known ?? { id, title: id, risk: 'sensitive', sees: [], changes: [], masked: {} };
}

function ender(by: WireEnder): string {
  return by.name ?? by.id ?? by.kind;
}
