import type { PolicyBundle } from './bundle-shape.ts';
import { openCalendars } from './calendar.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';

export type CedarValue = string | number | boolean | CedarValue[] | { [name: string]: CedarValue };
export interface EntityId {
  readonly type: string;
  readonly id: string;
}
export interface CedarEntity {
  readonly uid: EntityId;
  readonly attrs: Record<string, CedarValue>;
  readonly parents: EntityId[];
}
export interface CedarCall {
  readonly principal: EntityId;
  readonly action: EntityId;
  readonly resource: EntityId;
  readonly context: Record<string, CedarValue>;
  readonly entities: CedarEntity[];
}

export interface ActionFacts {
  readonly action: string;
  readonly risk: string;
  readonly approvalsComplete: boolean;
}

export function delegationCall(
  bundle: PolicyBundle,
  question: DelegationQuestion,
  facts: ActionFacts,
): CedarCall {
  const { principal: actor, context: given } = question;
  const { account, subject } = question.resource;
  const isAgent = actor.kind === 'agent';
  const principal = { type: isAgent ? 'Agent' : 'Service', id: actor.id };
  const customer = { type: 'Customer', id: subject.id };
  const owner = { type: 'Customer', id: account.owner };
  const resource = { type: 'Account', id: account.identifier };
  const roles = isAgent ? actor.roles : [...actor.roles, 'service'];
  const consent = given.consent;
  return {
    principal,
    action: { type: 'Action', id: facts.action },
    resource,
    context: {
      stage: entity({ type: 'Stage', id: question.stage }),
      subject: entity(customer),
      risk: facts.risk,
      emergency: given.emergency,
      ticket: given.ticket,
      purpose: given.purposeCode,
      durationSeconds: whole(given.durationSeconds),
      now: instant(given.now),
      open: openCalendars(bundle.calendar, given.now),
      senderConstrained: given.senderConstrained,
      chainDepth: whole(given.chainDepth),
      approvalsComplete: facts.approvalsComplete,
      ...(consent && {
        consent: {
          given: consent.given,
          covers: consent.actions.includes(facts.action),
          ...(consent.expiresAt && { expires: instant(consent.expiresAt) }),
        },
      }),
      ...(given.sourceAddress !== undefined && { sourceAddress: extension('ip', given.sourceAddress) }),
    },
    entities: [
      {
        uid: principal,
        attrs: actor.kind === 'agent' ? { person: actor.person } : {},
        parents: rolesAsParents(roles),
      },
      {
        uid: customer,
        attrs: {
          marks: [...subject.marks],
          staff: subject.isStaff,
          ...(subject.person !== undefined && { person: subject.person }),
        },
        parents: [],
      },
      {
        uid: resource,
        attrs: { identifier: account.identifier, backend: account.backend, owner: entity(owner) },
        parents: [owner],
      },
    ],
  };
}

export function approvalCall(bundle: PolicyBundle, question: ApprovalQuestion): CedarCall {
  const { approver, delegation } = question;
  const principal = { type: 'Approver', id: approver.id };
  const resource = { type: 'DelegationRequest', id: delegation.id };
  const { requester, subject } = delegation;
  return {
    principal,
    action: { type: 'Action', id: 'delegation.approve' },
    resource,
    context: {
      decision: question.decision,
      throughSession: question.throughSession,
      now: instant(question.now),
      open: openCalendars(bundle.calendar, question.now),
    },
    entities: [
      {
        uid: principal,
        attrs: {
          groups: [...approver.groups],
          ...(approver.person !== undefined && { person: approver.person }),
        },
        parents: rolesAsParents(approver.roles),
      },
      {
        uid: resource,
        attrs: {
          emergency: delegation.emergency,
          earlierApprovers: question.earlier.map((approval) => approval.person),
          ...(requester.person !== undefined && { requesterPerson: requester.person }),
          ...(subject.person !== undefined && { subjectPerson: subject.person }),
        },
        parents: [],
      },
    ],
  };
}

function rolesAsParents(roles: readonly string[]): EntityId[] {
  return [...new Set(roles)].map((id) => ({ type: 'Role', id }));
}

function entity(id: EntityId): CedarValue {
  return { __entity: { type: id.type, id: id.id } };
}

function instant(at: Date): CedarValue {
  return extension('datetime', at.toISOString());
}

/** Cedar has integers only, and above 2^53 JavaScript would hand it another number than it was given. */
function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is not a whole number`);
  return value;
}

function extension(fn: string, arg: string): CedarValue {
  return { __extn: { fn, arg } };
}
