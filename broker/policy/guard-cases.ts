import { bundleFromFiles } from './bundle.ts';
import type { PolicyBundle } from './bundle-shape.ts';
import { compile } from './compile.ts';
import { type Engine, prepare } from './engine.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';
import type { Verdict } from './verdict.ts';

export interface GuardCase {
  readonly guard: string;
  readonly sentence: string;
  /** undefined when this bundle offers no way to come near the guard rail. */
  readonly ask: (engine: Engine) => Verdict | undefined;
}

export interface GuardResult {
  readonly guard: string;
  readonly sentence: string;
  readonly outcome: 'denied' | 'not denied' | 'not tried';
}

const allowAll = `@id("allow-everything-to-everybody") @reason("A policy set gone wrong.")
permit (principal, action, resource);`;

/** The bundle with everything allowed to everybody: what the guard rails must hold against. */
export function withAllowAll(bundle: PolicyBundle): PolicyBundle {
  return bundleFromFiles({ ...bundle.files, 'allow-everything-to-everybody.cedar': allowAll });
}

/** Does every guard rail still deny when everything is allowed? A rail without a case is a failure too. */
export function runGuard(
  bundle: PolicyBundle,
  engine: Engine = prepare(withAllowAll(bundle)),
): GuardResult[] {
  const cases = guardCases(bundle);
  const rails = [...compile(bundle).policies.keys()].filter((id) => id.startsWith('guard:'));
  const without = rails.filter((id) => !cases.some((each) => each.guard === id));
  return [
    ...cases.map(({ guard, sentence, ask }): GuardResult => {
      const verdict = ask(engine);
      if (!verdict) return { guard, sentence, outcome: 'not tried' };
      const isHeld = verdict.decision === 'deny' && verdict.internal.some((reason) => reason.id === guard);
      // What the engine itself refuses it refuses after the policies: a policy that forbids it comes first.
      const forbidden = verdict.decision === 'deny' && !rails.includes(guard);
      return { guard, sentence, outcome: isHeld ? 'denied' : forbidden ? 'not tried' : 'not denied' };
    }),
    ...without.map((guard): GuardResult => ({ guard, sentence: 'no case tries it', outcome: 'not denied' })),
  ];
}

export function guardCases(bundle: PolicyBundle): GuardCase[] {
  const now = new Date('2030-01-15T10:00:00.000Z');
  const later = new Date('2030-01-15T11:00:00.000Z');
  const actions = bundle.catalog.backends.flatMap((backend) =>
    backend.actions.map((action) => ({ ...action, backend: backend.id })),
  );
  const roles = Object.values(bundle.roles.support ?? {}).flat();
  const ordinary = actions.find((action) => action.risk !== 'never');
  const never = actions.find((action) => action.risk === 'never');

  const request = (action: { id: string; backend: string }): DelegationQuestion => ({
    stage: 'issue',
    principal: { kind: 'agent', id: 'agt_guard', roles, person: 'prs_agent' },
    actions: [action.id],
    resource: {
      account: { identifier: 'account/guard', backend: action.backend, owner: 'cus_guard' },
      subject: { id: 'cus_guard', marks: [], isStaff: false },
    },
    context: {
      emergency: false,
      ticket: 'TCK-1',
      purposeCode: bundle.intents[0]?.id ?? '',
      durationSeconds: 60,
      now,
      senderConstrained: true,
      chainDepth: 1,
      approvals: [],
      consent: { given: true, expiresAt: later, actions: actions.map((each) => each.id) },
    },
  });
  const onRequest = (
    guard: string,
    sentence: string,
    change: (base: DelegationQuestion) => DelegationQuestion,
    action = ordinary,
  ): GuardCase => ({
    guard,
    sentence,
    ask: (engine) => action && engine.decideRequest(change(request(action))),
  });
  const subject =
    (change: Partial<DelegationQuestion['resource']['subject']>) => (base: DelegationQuestion) => ({
      ...base,
      resource: { ...base.resource, subject: { ...base.resource.subject, ...change } },
    });
  const context = (change: Partial<DelegationQuestion['context']>) => (base: DelegationQuestion) => ({
    ...base,
    context: { ...base.context, ...change },
  });
  const withoutConsent = ({ context: { consent: _, ...facts }, ...base }: DelegationQuestion) => ({
    ...base,
    context: facts,
  });

  const approval: ApprovalQuestion = {
    approver: {
      id: 'adm_guard',
      roles: Object.values(bundle.roles.admin ?? {}).flat(),
      groups: Object.keys(bundle.roles.admin ?? {}),
      person: 'prs_approver',
    },
    decision: 'approve',
    throughSession: false,
    now,
    delegation: {
      id: 'dlg_guard',
      emergency: false,
      requester: { id: 'agt_guard', person: 'prs_agent' },
      subject: { id: 'cus_guard', person: 'prs_customer' },
      flows: Object.keys(bundle.flows),
      filedAt: now,
    },
    earlier: [],
  };
  const onApproval = (
    guard: string,
    sentence: string,
    change: (base: ApprovalQuestion) => ApprovalQuestion,
  ): GuardCase => ({ guard, sentence, ask: (engine) => engine.decideApproval(change(approval)) });
  const signedBy = (person: string) => (base: ApprovalQuestion) => ({
    ...base,
    approver: { ...base.approver, person },
  });

  return [
    onRequest('guard:subject-privileged', 'the customer is privileged', subject({ marks: ['privileged'] })),
    onRequest('guard:subject-staff', 'the customer is marked as staff', subject({ marks: ['staff'] })),
    onRequest('guard:subject-staff', 'the customer is known to be staff', subject({ isStaff: true })),
    onRequest('guard:subject-minor', 'the customer is a minor', subject({ marks: ['minor'] })),
    onRequest('guard:legal-hold', 'the customer is under legal hold', subject({ marks: ['legal_hold'] })),
    onRequest('guard:unknown-mark', 'the customer has a mark nobody described', subject({ marks: ['?'] })),
    onRequest('guard:own-person', "the customer is the agent's own person", subject({ person: 'prs_agent' })),
    onRequest('guard:account-not-subjects', 'the account is of another customer', (base) => ({
      ...base,
      resource: { ...base.resource, account: { ...base.resource.account, owner: 'cus_other' } },
    })),
    onRequest('guard:never', 'the action is one nobody may do', (base) => base, never),
    {
      guard: 'guard:approvals-missing',
      sentence: 'nobody has approved',
      ask: (engine) => {
        const asked = actions
          .map((action) => engine.decideRequest({ ...request(action), stage: 'request' }))
          .find((verdict) => verdict.decision === 'allow' && verdict.obligations.approvals.length > 0);
        const action = actions.find((each) => each.id === asked?.actions[0]?.action);
        return action && engine.decideRequest(request(action));
      },
    },
    onRequest('guard:consent-missing', 'nobody asked the customer', withoutConsent),
    onRequest('guard:consent-missing', 'the customer withdrew the consent', (base) =>
      context({ consent: { given: false, actions: base.actions } })(base),
    ),
    onRequest('guard:consent-missing', 'a token is used after the consent is gone', (base) => ({
      ...withoutConsent(base),
      stage: 'use',
    })),
    onRequest('guard:consent-expired', 'the consent expires at this very instant', (base) =>
      context({ consent: { given: true, expiresAt: now, actions: base.actions } })(base),
    ),
    onRequest(
      'guard:consent-not-covering',
      'the consent names another action',
      context({ consent: { given: true, actions: [] } }),
    ),
    onRequest('guard:not-sender-constrained', 'no key is shown', context({ senderConstrained: false })),
    onRequest('guard:chain-too-deep', 'five actors stand in a row', context({ chainDepth: 5 })),
    onRequest('guard:emergency-unsigned', 'an emergency asks nobody', (base) => ({
      ...withoutConsent(context({ emergency: true })(base)),
      principal: { kind: 'agent', id: 'agt_guard', roles: [], person: 'prs_agent' },
    })),
    onApproval('guard:approver-without-person', 'nobody knows who the approver is', (base) => {
      const { person: _, ...approver } = base.approver;
      return { ...base, approver };
    }),
    onApproval('guard:approver-is-requester', 'the requester approves', signedBy('prs_agent')),
    onApproval('guard:approver-is-subject', 'the customer, who is staff, approves', signedBy('prs_customer')),
    onApproval('guard:approver-twice', 'an approver approves again', (base) => ({
      ...base,
      earlier: [{ person: 'prs_approver', groups: base.approver.groups, at: now }],
    })),
    onApproval('guard:approver-through-session', 'the approver acts for somebody', (base) => ({
      ...base,
      throughSession: true,
    })),
  ];
}
