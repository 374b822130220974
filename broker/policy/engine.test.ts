import { describe, expect, test } from 'vitest';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { compile } from './compile.ts';
import { engineOf, prepare } from './engine.ts';
import { PolicyProblems } from './policy-problems.ts';
import type { DelegationQuestion } from './question.ts';
import type { DelegationVerdict } from './verdict.ts';

const demo = loadBundle('policies', { domains: {} });
const now = new Date('2030-01-15T10:00:00Z');

function ask(change: Partial<DelegationQuestion['context']> = {}, rest: object = {}): DelegationQuestion {
  return {
    stage: 'request',
    principal: { kind: 'agent', id: 'agt_1', roles: ['agent'], person: 'prs_1' },
    actions: ['accounts:profile.read'],
    resource: {
      account: { identifier: 'account/1', backend: 'accounts', owner: 'cus_1' },
      subject: { id: 'cus_1', marks: [], isStaff: false },
    },
    context: {
      emergency: false,
      ticket: 'TCK-1',
      purposeCode: 'check-setting',
      durationSeconds: 900,
      now,
      senderConstrained: true,
      chainDepth: 1,
      approvals: [],
      ...change,
    },
    ...rest,
  };
}

function withFile(name: string, text: string) {
  return bundleFromFiles({ ...demo.files, [name]: text });
}

function edited(name: string, from: string | RegExp, to: string) {
  const text = (demo.files[name] ?? '').replace(from, to);
  expect(text).not.toBe(demo.files[name]);
  return withFile(name, text);
}

function expectFailure(verdict: DelegationVerdict) {
  expect(verdict.decision).toBe('deny');
  expect(verdict.errors).not.toEqual([]);
  expect(verdict.obligations.approvals).toEqual([]);
  expect(verdict.reasons.map((reason) => reason.text)).toEqual([
    'This could not be decided, so the answer is no.',
  ]);
}

describe('what cannot be evaluated is denied', () => {
  test('a forbid that fails to evaluate does not let the request through', () => {
    const engine = prepare(
      withFile(
        'broken.cedar',
        `@id("broken") @reason("Overflows.") forbid (principal, action, resource is Account)
         when { context.durationSeconds + 9223372036854775807 > 0 };`,
      ),
    );
    const verdict = engine.decideRequest(ask());
    expectFailure(verdict);
    expect(verdict.errors[0]).toContain('broken: integer overflow');
    expect(verdict.internal[0]?.id).toBe('engine:failed');
  });

  test('a permit that fails to evaluate denies, though another one permits', () => {
    const engine = prepare(
      withFile(
        'broken.cedar',
        `@id("broken") @reason("Overflows.") permit (principal, action, resource is Account)
         when { context.durationSeconds * 9223372036854775807 > 0 };`,
      ),
    );
    expectFailure(engine.decideRequest(ask()));
  });

  const engine = prepare(demo);
  test.each<[string, unknown]>([
    ['a fraction', { durationSeconds: 1.5 }],
    ['no number', { durationSeconds: Number.NaN }],
    ['a number that JavaScript cannot hold', { durationSeconds: 2 ** 60 }],
    ['a bigint', { chainDepth: 1n }],
    ['null', { ticket: null }],
    ['a missing member', { ticket: undefined }],
    ['a function', { ticket: () => 'TCK-1' }],
    ['an entity where a text belongs', { ticket: { __entity: { type: 'Role', id: 'agent' } } }],
    ['a lone surrogate', { ticket: '\ud800' }],
    ['no date', { now: new Date(Number.NaN) }],
    ['no address', { sourceAddress: 'somewhere' }],
    ['no approvals', { approvals: undefined }],
  ])('a context with %s is denied, and the next question is answered', (_, change) => {
    expectFailure(engine.decideRequest(ask(change as Partial<DelegationQuestion['context']>)));
    expect(engine.decideRequest(ask()).decision).toBe('allow');
  });

  test('a stage that does not exist is denied', () => {
    expectFailure(engine.decideRequest(ask({}, { stage: 'later' })));
  });

  test('a question without an action is denied', () => {
    expectFailure(engine.decideRequest(ask({}, { actions: [] })));
  });

  test('an action that the catalogue does not know is denied', () => {
    for (const action of ['accounts:nothing.read', 'delegation.approve', 'support.read', '__proto__', '']) {
      const verdict = engine.decideRequest(ask({}, { actions: [action] }));
      expect(verdict.decision).toBe('deny');
      expect(verdict.internal[0]?.id).toBe('engine:unknown-action');
    }
  });

  test('an action that the catalogue knows and the schema does not is denied', () => {
    const bundle = edited('catalog.json', 'accounts:profile.read', 'accounts:profile.peek');
    const verdict = engineOf(compile(bundle)).decideRequest(ask({}, { actions: ['accounts:profile.peek'] }));
    expectFailure(verdict);
  });

  test('a schema without an attribute that guard rails read is no bundle, and its engine denies', () => {
    const bundle = edited('schema.cedarschema', ' staff: Bool,', '');
    expect(() => prepare(bundle)).toThrow(PolicyProblems);
    expectFailure(engineOf(compile(bundle)).decideRequest(ask()));
  });

  test('an annotation that nobody knows denies, even when it was never validated', () => {
    const bundle = edited(
      'requests.cedar',
      '@budget("calls=200,resources=20,denials=20")',
      '@supervised("yes")',
    );
    expect(() => prepare(bundle)).toThrow(/@supervised\("yes"\) is not an obligation/);
    expectFailure(engineOf(compile(bundle)).decideRequest(ask()));
  });

  test('a step-up level that nobody ranked denies, even when it was never validated', () => {
    const bundle = edited(
      'requests.cedar',
      '@budget("calls=200,resources=20,denials=20")',
      '@step_up("handshake")',
    );
    expect(() => prepare(bundle)).toThrow(/assurance\.json does not list: handshake/);
    expectFailure(engineOf(compile(bundle)).decideRequest(ask()));
  });
});

describe('one engine never answers with the policies of another', () => {
  const closed = prepare(
    withFile('closed.cedar', '@id("closed") @reason("Closed.") forbid (principal, action, resource);'),
  );
  const open = prepare(demo);

  test('two engines in one thread answer in turn, each by its own version', () => {
    for (let round = 0; round < 3; round += 1) {
      expect(open.decideRequest(ask())).toMatchObject({ decision: 'allow', policyVersion: demo.version });
      expect(closed.decideRequest(ask())).toMatchObject({
        decision: 'deny',
        policyVersion: closed.version,
        reasons: [{ id: 'closed', text: 'Closed.' }],
      });
    }
    expect(open.version).not.toBe(closed.version);
  });

  test('an engine that cannot be prepared leaves the present one as it is', () => {
    expect(closed.decideRequest(ask()).decision).toBe('deny');
    for (const text of ['permit (', '@id("x") permit (principal, action, resource);']) {
      expect(() => prepare(withFile('broken.cedar', text))).toThrow(PolicyProblems);
      expect(closed.decideRequest(ask()).decision).toBe('deny');
      expect(open.decideRequest(ask()).decision).toBe('allow');
    }
    const unparsable = engineOf(compile(edited('schema.cedarschema', 'entity Role;', 'entity Role')));
    expectFailure(unparsable.decideRequest(ask()));
    expect(open.decideRequest(ask()).decision).toBe('allow');
  });
});

describe('what a request needs', () => {
  const engine = prepare(demo);

  test('one denied action denies the whole, and says which', () => {
    const verdict = engine.decideRequest(
      ask({}, { actions: ['accounts:profile.read', 'accounts:billing.update'] }),
    );
    expect(verdict.decision).toBe('deny');
    expect(verdict.actions.map((each) => [each.action, each.decision])).toEqual([
      ['accounts:profile.read', 'allow'],
      ['accounts:billing.update', 'deny'],
    ]);
    expect(verdict.reasons).toEqual([
      { id: 'guard:never', text: "This can never be done on a customer's behalf." },
    ]);
    expect(verdict.obligations).toEqual({ approvals: [], consent: false, notify: [], other: [] });
  });

  test('consent is asked even where a policy forgets to ask', () => {
    const engine = prepare(edited('requests.cedar', /@consent\("required"\)\n/g, ''));
    expect(engine.decideRequest(ask()).obligations.consent).toBe(true);
  });

  test('outside the hours of a calendar the answer is no, but for an emergency', () => {
    const engine = prepare(
      withFile(
        'calendar.json',
        JSON.stringify({
          support: {
            time_zone: 'Europe/Berlin',
            closed: ['2030-01-16'],
            week: {
              mon: ['08:00-18:00'],
              tue: ['08:00-18:00'],
              wed: ['08:00-18:00'],
              thu: ['08:00-18:00'],
              fri: ['08:00-16:00'],
              sat: [],
              sun: [],
            },
          },
        }),
      ),
    );
    const at = (instant: string) => engine.decideRequest(ask({ now: new Date(instant) }));
    expect(at('2030-01-15T07:00:00Z').decision).toBe('allow');
    expect(at('2030-01-15T06:59:59Z').reasons).toEqual([
      { id: 'only-in-support-hours', text: 'Support is closed now.' },
    ]);
    expect(at('2030-01-15T17:00:00Z').decision).toBe('deny');
    expect(at('2030-01-16T10:00:00Z').decision).toBe('deny');
    expect(at('2030-01-19T10:00:00Z').decision).toBe('deny');
    const emergency = { emergency: true, now: new Date('2030-01-19T10:00:00Z') };
    const principal = { kind: 'agent', id: 'agt_2', roles: ['emergency'], person: 'prs_2' };
    expect(engine.decideRequest(ask(emergency, { principal })).decision).toBe('allow');
  });

  test('what was approved under an older policy no longer suffices when the new one asks more', () => {
    const consent = { given: true, actions: ['accounts:settings.update'] };
    const approvals = [{ person: 'prs_lead', groups: ['team-leads'], at: now }];
    const question = ask({ consent, approvals }, { stage: 'use', actions: ['accounts:settings.update'] });
    expect(engine.decideRequest(question).decision).toBe('allow');
    const stricter = prepare(edited('requests.cedar', '@approvals("lead")', '@approvals("two-groups")'));
    expect(stricter.decideRequest(question)).toMatchObject({
      decision: 'deny',
      internal: [{ id: 'guard:approvals-missing' }],
    });
  });
});
