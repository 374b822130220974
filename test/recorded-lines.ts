import { readFileSync } from 'node:fs';
import { type Asked, answer } from '#broker/policy/asked.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { approvalShape, requestShape } from '#broker/policy/question-shape.ts';

const base = JSON.parse(readFileSync('policies/tests/base.json', 'utf8'));
const inForce = loadBundle('policies', {});

/** Reads the clock, who asks, and a ticket's text: no two of the questions below are one to it. */
export const draftFiles: Readonly<Record<string, string>> = {
  ...inForce.files,
  'requests.cedar': (inForce.files['requests.cedar'] ?? '')
    .replace('@approvals("lead")', '@approvals("two-groups")')
    .replace('@max_duration_s("900")', '@max_duration_s("1800")'),
  'reading.cedar': `@id("late") @reason("It is late.")
forbid (principal, action, resource is Account) when { context.now.toTime() >= duration("20h") };
@id("trainees") @reason("Trainees look on.")
forbid (principal is Agent, action, resource is Account) when { principal.person like "prs_*7" };
@id("odd-ticket") @reason("This ticket is closed.")
forbid (principal, action, resource is Account) when { context.ticket like "*13" };`,
};

const ACTIONS = [
  ['accounts:profile.read', 'accounts:settings.read'],
  ['accounts:settings.update'],
  ['accounts:credential.rotate', 'accounts:profile.read'],
  ['accounts:billing.update'],
  ['accounts:nothing.known'],
  ['accounts:invoice.read', 'accounts:session.revoke', 'accounts:team.read'],
];
const STAGES = ['request', 'issue', 'use'] as const;
const KINDS = ['pending', 'granted', 'session'] as const;

const nth = <T>(all: readonly T[], n: number): T => {
  const one = all[n % all.length];
  if (one === undefined) throw new Error('There is nothing to choose from.');
  return one;
};

function delegationAsked(n: number): Asked {
  const actions = nth(ACTIONS, n);
  const stage = nth(STAGES, Math.floor(n / 3));
  const filedAt = new Date(Date.UTC(2026, 0, 2) + n * 4_321_987);
  const customer = `cus_${n % 211}`;
  const agent = {
    kind: 'agent',
    id: `agt_${n % 37}`,
    roles: nth([['agent'], ['agent', 'emergency'], []], n),
  };
  const question = requestShape.parse({
    ...base.request,
    stage,
    principal:
      n % 11 === 0
        ? { kind: 'service', id: `svc_${n % 5}`, roles: ['service'] }
        : { ...agent, person: `prs_${n % 41}` },
    actions,
    resource: {
      account: { identifier: `account/${customer}`, backend: 'accounts', owner: customer },
      subject: {
        id: n % 29 === 0 ? 'cus_other' : customer,
        marks: nth([[], ['vip'], [], ['minor'], ['unheard-of']], n),
        person: `prs_${n % 43}`,
        isStaff: n % 31 === 0,
      },
    },
    context: {
      ...base.request.context,
      ticket: `TCK-${n}`,
      now: new Date(filedAt.getTime() + 60_000).toISOString(),
      filedAt: filedAt.toISOString(),
      // What is no whole number cannot be put to Cedar.
      durationSeconds: n % 53 === 0 ? 0.5 : 300 + (n % 9) * 200,
      emergency: n % 17 === 0,
      approvals: nth(
        [[], [{ person: `prs_l${n % 3}`, groups: ['team-leads'], at: filedAt.toISOString() }]],
        n,
      ),
      ...(stage === 'request' ? {} : { consent: { given: n % 7 !== 0, actions } }),
    },
  });
  return { about: 'delegation', questions: n % 13 === 0 ? [question, { ...question, stage }] : [question] };
}

function approvalAsked(n: number): Asked {
  const question = approvalShape.parse(base.approval);
  const approver = { ...question.approver, id: `adm_${n % 7}`, person: `prs_a${n % 7}` };
  return {
    about: 'approval',
    question: { ...question, approver, now: new Date(Date.UTC(2026, 0, 2) + n * 9_999) },
  };
}

/** Recorded decisions of all kinds, and what stands, each as a line of a file; answered by the policies in force. */
export function someLines(many: number): string[] {
  const engine = prepare(inForce);
  return Array.from({ length: many }, (_, n) => {
    const question = n % 19 === 0 ? approvalAsked(n) : delegationAsked(n);
    const shared = { actor: `agt_${n % 37}`, subject: `cus_${n % 211}`, delegation: `dlg_${n}`, question };
    // Every few something was answered otherwise than the policies in force would.
    const other = n % 53 === 0 || n % 10 === 9 ? 72 : n % 23 === 0 ? n * 6 : undefined;
    const answered = answer(engine, other === undefined ? question : delegationAsked(other));
    if (n % 10 === 9)
      return JSON.stringify({ ...shared, kind: nth(KINDS, n), id: `std_${n}`, answer: answered });
    const at = new Date(Date.UTC(2026, 0, 2) + n * 1000);
    return JSON.stringify({ ...shared, id: `pdc_${n}`, at, stage: 'request', answer: answered });
  });
}
