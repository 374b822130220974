import { describe, expect, test } from 'vitest';
import { loadBundle } from './bundle.ts';
import { compile } from './compile.ts';
import { engineOf, prepare } from './engine.ts';
import { guardCases, runGuard, withAllowAll } from './guard-cases.ts';
import { readGuardRails } from './guard-rails.ts';

const demo = loadBundle('policies', { domains: {} });
const open = withAllowAll(demo);
const rails = readGuardRails();
const railIds = [...rails.matchAll(/@id\("([^"]+)"\)/g)].map(([, id = '']) => id);

describe('guard rails hold when a policy allows everything to everybody', () => {
  const engine = prepare(open);
  test.each(guardCases(demo).map((each) => [each.guard, each.sentence, each] as const))(
    '%s: %s',
    (guard, _, { ask }) => {
      const verdict = ask(engine);
      expect(verdict?.decision).toBe('deny');
      expect(verdict?.errors).toEqual([]);
      expect(verdict?.internal.map((reason) => reason.id)).toContain(guard);
    },
  );

  test('the allow-all policy does allow what no guard rail denies', () => {
    const verdict = engine.decideApproval({
      approver: { id: 'adm_1', roles: [], groups: ['team-leads'], person: 'prs_1' },
      decision: 'approve',
      throughSession: false,
      now: new Date('2030-01-15T10:00:00Z'),
      delegation: {
        id: 'dlg_1',
        emergency: false,
        requester: { id: 'agt_2', person: 'prs_2' },
        subject: { id: 'cus_3' },
        flows: ['lead'],
        filedAt: new Date('2030-01-15T09:00:00Z'),
      },
      earlier: [],
    });
    expect(verdict.decision).toBe('allow');
  });
});

describe('each guard rail is missed when it is gone', () => {
  test.each(railIds)('%s', (id) => {
    const without = rails.replace(new RegExp(`@id\\("${id}"\\)[^;]*;`), '');
    expect(without).not.toContain(id);
    const results = runGuard(demo, engineOf(compile(open, without)));
    const missed = results.filter((each) => each.outcome === 'not denied').map((each) => each.guard);
    expect(missed).toContain(id);
    expect(new Set(missed)).toEqual(new Set([id]));
  });
});

describe('guard rails cannot be taken away', () => {
  test('a policies folder cannot bring a policy by the name of one', () => {
    const bundle = { ...demo, policies: { 'mine.cedar': rails } };
    const { policies, problems } = compile(bundle);
    expect(problems.map(({ what }) => what)).toContain("this beginning is the broker's own");
    for (const id of railIds) expect(policies.get(id)?.file).toBe('guard-rails.cedar');
  });

  test('they are in no policy version', () => {
    expect(JSON.stringify(demo.files)).not.toContain('guard:');
  });

  test('a rail that no case tries is reported', () => {
    const results = runGuard(demo);
    expect(results.every((each) => each.outcome === 'denied')).toBe(true);
    expect(new Set(results.map((each) => each.guard))).toEqual(
      new Set([...railIds, 'guard:unknown-mark', 'guard:emergency-unsigned']),
    );
  });
});

test('whatever is special about a customer, the answer is the same to the letter', () => {
  const engine = prepare(demo);
  const special = ['privileged', 'staff', 'minor', 'legal_hold', 'own person', 'unknown'].map((what) => {
    const marks = what === 'own person' ? [] : [what];
    const verdict = engine.decideRequest({
      stage: 'request',
      principal: { kind: 'agent', id: 'agt_1', roles: ['agent'], person: 'prs_1' },
      actions: ['accounts:profile.read', 'accounts:billing.update'],
      resource: {
        account: { identifier: 'account/1', backend: 'accounts', owner: 'cus_1' },
        subject: { id: 'cus_1', marks, isStaff: false, ...(what === 'own person' && { person: 'prs_1' }) },
      },
      context: {
        emergency: false,
        ticket: 'TCK-1',
        purposeCode: 'check-setting',
        durationSeconds: 900,
        now: new Date('2030-01-15T10:00:00Z'),
        senderConstrained: true,
        chainDepth: 1,
        approvals: [],
      },
    });
    expect(verdict.internal.some((reason) => reason.id.startsWith('guard:'))).toBe(true);
    const { internal: _, actions, ...shown } = verdict;
    return JSON.stringify([shown, actions.map(({ internal: __, ...action }) => action)]);
  });
  expect(new Set(special).size).toBe(1);
  expect(special[0]).toContain('Policy does not permit access to this customer.');
});
