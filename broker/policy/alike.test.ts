import { describe, expect, it } from 'vitest';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { prepare } from './engine.ts';
import type { DelegationQuestion } from './question.ts';

const demo = loadBundle('policies', {});
const with_ = (text: string) =>
  bundleFromFiles({ ...demo.files, 'more.cedar': `@id("more") @reason("More.") ${text}` });

function question(n: number, more: Partial<DelegationQuestion['context']> = {}): DelegationQuestion {
  return {
    stage: 'use',
    principal: { kind: 'agent', id: `agt_${n}`, roles: ['agent'], person: `prs_a${n}` },
    actions: ['accounts:settings.read', 'accounts:profile.read'],
    resource: {
      account: { identifier: `account/${n}`, backend: 'accounts', owner: `cus_${n}` },
      subject: { id: `cus_${n}`, marks: [], person: `prs_c${n}`, isStaff: false },
    },
    context: {
      emergency: false,
      ticket: `TCK-${n}`,
      purposeCode: demo.intents[0]?.id ?? '',
      durationSeconds: 600,
      now: new Date('2030-01-15T10:00:00.000Z'),
      senderConstrained: true,
      chainDepth: 1,
      approvals: [],
      consent: { given: true, actions: ['accounts:settings.read', 'accounts:profile.read'] },
      ...more,
    },
  };
}

/** Each of them twice in a row, so that whatever is remembered is used. */
function asEachAlone(text: string | undefined, questions: readonly DelegationQuestion[]) {
  const engine = prepare(text === undefined ? demo : with_(text));
  const many = engine.forMany();
  const decisions = questions.map((one) => {
    expect(many.decideRequest(one)).toEqual(engine.decideRequest(one));
    return many.decideRequest(one).decision;
  });
  return decisions;
}

const ordinary = question(1);
const several = [
  ordinary,
  question(2),
  { ...question(3), principal: { ...question(3).principal, roles: ['senior'] } },
  { ...question(4), principal: { kind: 'service', id: 'svc_4', roles: ['service'] } as const },
  question(5, { consent: { given: false, actions: [] } }),
  question(6, { ticket: '' }),
  question(7, { emergency: true }),
  {
    ...question(8),
    resource: {
      account: { identifier: 'account/8', backend: 'accounts', owner: 'cus_other' },
      subject: question(8).resource.subject,
    },
  },
  {
    ...question(9),
    resource: {
      ...question(9).resource,
      subject: { id: 'cus_9', marks: [], person: 'prs_a9', isStaff: false },
    },
  },
  question(10),
];

describe('asked many at once, policy answers each as if it had been asked alone', () => {
  it('by the demo policy', () => {
    const decisions = asEachAlone(undefined, several);
    expect(decisions[0]).toBe('allow');
    expect(decisions[8]).toBe('deny');
    expect(decisions.at(-1)).toBe('allow');
  });

  it.each([
    ['a person', 'forbid (principal is Agent, action, resource) when { principal.person == "prs_a2" };'],
    ['an agent', 'forbid (principal == Agent::"agt_2", action, resource);'],
    ['a customer', 'forbid (principal, action, resource in Customer::"cus_2");'],
    ['an account', 'forbid (principal, action, resource == Account::"account/2");'],
    ['a ticket', 'forbid (principal, action, resource is Account) when { context.ticket == "TCK-2" };'],
    [
      'how a ticket looks',
      'forbid (principal, action, resource is Account) when { context.ticket like "*2" };',
    ],
    [
      'an account in a list',
      'forbid (principal, action, resource is Account) when { ["account/2"].contains(resource.identifier) };',
    ],
  ])('where a policy names %s', (_, text) => {
    expect(asEachAlone(text, [question(1), question(2), question(3)])).toEqual(['allow', 'deny', 'allow']);
  });

  /** Of the days after each other, at the hours given, with a consent that ends then. */
  const at = (n: number, now: string, ends?: string) =>
    question(n, {
      now: new Date(now),
      consent: {
        given: true,
        actions: ['accounts:settings.read', 'accounts:profile.read'],
        ...(ends === undefined ? {} : { expiresAt: new Date(ends) }),
      },
    });
  const moments = [
    at(1, '2030-01-15T10:00:00.000Z'),
    at(2, '2030-01-15T10:00:00.001Z'),
    at(3, '2030-01-15T09:59:59.999Z'),
    at(4, '2030-01-16T10:00:00.000Z'),
    at(5, '2031-06-01T00:00:00.000Z'),
    at(6, '2030-01-15T23:30:00.000Z', '2030-01-15T23:30:00.000Z'),
    at(7, '2030-01-15T23:30:00.000Z', '2030-01-15T23:30:00.001Z'),
    at(8, '2030-01-15T08:30:00.000Z', '2030-01-16T08:30:00.000Z'),
    at(9, '2030-01-15T08:30:00.000Z', '2030-01-17T08:29:00.000Z'),
    at(10, '1969-12-31T23:30:00.000Z'),
  ];
  const now = 'context.now';
  const expires = 'context has consent && context.consent has expires';
  it.each([
    [`${now} < datetime("2030-01-15T10:00:00Z")`],
    [`${now} == datetime("2030-01-15T10:00:00.000Z")`],
    [`${now} >= datetime("2030-01-15T12:00:00.001+0200")`],
    [`[datetime("2030-01-15T10:00:00Z"), datetime("2031-06-01")].contains(${now})`],
    [`${now}.toTime() >= duration("23h30m")`],
    [`${now}.toTime() > datetime("2030-01-01T09:59:59.999Z").toTime()`],
    [`${now}.toDate() == datetime("2030-01-15T17:00:00Z").toDate()`],
    [`${now}.toDate() == datetime("2030-01-15")`],
    [`${expires} && context.consent.expires.toDate() != ${now}.toDate()`],
    [`${expires} && context.consent.expires.toTime() == ${now}.toTime()`],
    [`${expires} && context.consent.expires > ${now}.offset(duration("1d"))`],
    [`${expires} && context.consent.expires.durationSince(${now}) < duration("1d1ms")`],
    [`${now}.toTime().toMinutes() == 600`],
    [`(if context.emergency then datetime("2030-01-15") else ${now}) == datetime("2030-01-16T10:00:00Z")`],
    [`context.ticket == "TCK-4" && ${now}.offset(duration("1d")) > ${now}`],
    [`(if ${now}.toTime() < duration("9h") then context.ticket else "TCK-7") == "TCK-7"`],
    ['decimal("1.5").lessThan(decimal("1.6")) && context.ticket == "TCK-8"'],
    ['context.ticket like "TCK-*" && context.ticket != "TCK-3"'],
    ['context.ticket like "*0"'],
    ['context.ticket like "T*K*1*0"'],
    ['context.ticket like "TCK-1"'],
    ['principal has person && principal.person like "prs_a?" || context.ticket like "*-4"'],
    ['action == Action::"accounts:profile.read" && context.ticket like "*5"'],
  ])('where a policy reads %s', (condition) => {
    const decisions = asEachAlone(
      `forbid (principal is Agent, action, resource is Account) when { ${condition} };`,
      moments,
    );
    expect(new Set(decisions).size).toBe(2);
  });

  it('and where two texts are compared with each other', () => {
    const text =
      'forbid (principal is Agent, action, resource is Account) when { context.ticket == principal.person };';
    const same = question(2, { ticket: 'prs_a2' });
    expect(asEachAlone(text, [question(1), same, question(3)])).toEqual(['allow', 'deny', 'allow']);
  });

  it('asks once for all that are alike', () => {
    const engine = prepare(demo);
    const many = engine.forMany();
    const alone = performance.now();
    for (let n = 0; n < 300; n++) engine.decideRequest(question(n));
    const together = performance.now();
    for (let n = 0; n < 300; n++) many.decideRequest(question(n));
    expect(performance.now() - together).toBeLessThan(together - alone);
  });
});
