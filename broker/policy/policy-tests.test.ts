import { describe, expect, test } from 'vitest';
import { loadBundle } from './bundle.ts';
import { prepare } from './engine.ts';
import { readPolicyTests } from './policy-test-files.ts';
import { runPolicyTests } from './policy-tests.ts';

const engine = prepare(loadBundle('policies', { domains: {} }));
const { base, tests } = readPolicyTests('policies');

describe('the policy does what its tests say', () => {
  test('there are tests for both answers', () => {
    expect(tests.filter((each) => each.path.startsWith('allow/')).length).toBeGreaterThan(10);
    expect(tests.filter((each) => each.path.startsWith('deny/')).length).toBeGreaterThan(30);
  });
  test.each(runPolicyTests(engine, base, tests))('$path', ({ mismatches }) => {
    expect(mismatches).toEqual([]);
  });
});

describe('a policy test that does not hold is told', () => {
  const run = (path: string, content: unknown) =>
    runPolicyTests(engine, base, [{ path, content }])[0]?.mismatches;
  const reasons = ['read-with-consent'];

  test('a wrong decision, reason, sentence and obligation', () => {
    expect(run('allow/x.json', { request: {}, expect: { reasons } })).toEqual([]);
    expect(run('deny/x.json', { request: {}, expect: { reasons } })).toEqual([
      'decision: expected "deny", got "allow"',
    ]);
    expect(run('allow/x.json', { request: {}, expect: { reasons: [] } })).toHaveLength(1);
    expect(run('allow/x.json', { request: {}, expect: { reasons, says: ['No.'] } })).toHaveLength(1);
    expect(
      run('allow/x.json', { request: {}, expect: { reasons, obligations: { maxDurationSeconds: 60 } } }),
    ).toEqual(['obligation maxDurationSeconds: expected 60, got 3600']);
    expect(run('allow/x.json', { request: {}, expect: { reasons, obligations: { budget: null } } })).toEqual([
      'obligation budget: expected none',
    ]);
    expect(run('allow/x.json', { request: {}, expect: { reasons, counts: { flow: 'lead' } } })).toHaveLength(
      1,
    );
  });

  test('a file that is none, and a misspelt member', () => {
    expect(run('allow/x.json', {})?.[0]).toMatch(/is not a policy test/);
    expect(run('allow/x.json', { request: { actionz: [] }, expect: { reasons } })?.[0]).toMatch(/actionz/);
  });
});
