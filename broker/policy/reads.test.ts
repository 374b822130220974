import { expect, it } from 'vitest';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { compile } from './compile.ts';
import { fits, readsOf } from './reads.ts';

const demo = loadBundle('policies', {});
const withPolicy = (condition: string) => {
  const text = `@id("more") @reason("No.") forbid (principal, action, resource is Account) when { ${condition} };`;
  return readsOf(compile(bundleFromFiles({ ...demo.files, 'more.cedar': text })));
};
/** Whether a consent has ended is asked by a guard rail. */
const RAILS = 1;

it.each([
  ['true', 0, false],
  ['context.now < datetime("2030-01-01")', 1, false],
  ['context.now.toTime().toMinutes() >= 1380', 1, false],
  ['[datetime("2030-01-01")].contains(context.now)', 1, false],
  [
    'context.consent.expires.durationSince(context.now) < duration("1h") || context.now == context.now',
    2,
    false,
  ],
  ['context.consent.given && context has consent && context.consent has expires', 0, false],
  ['(if context.now < datetime("2030-01-01") then context.ticket else "T") == "T"', 1, false],
  ['(if context.emergency then duration("1h") else context.now.toTime()) >= duration("23h")', 0, true],
  ['context.now.offset(context.subject.span) > datetime("2030-01-01")', 0, true],
  ['context == {now: datetime("2030-01-01")}', 0, true],
  ['context.consent == context.other', 0, true],
  ['[context].isEmpty() || {a: context.consent.expires}.a == datetime("2030-01-01")', 1, true],
])('how the clock is read by %s', (condition, comparisons, otherwise) => {
  const reads = withPolicy(condition);
  expect(reads.onTheClock).toHaveLength(RAILS + comparisons);
  expect(reads.readsTheClock).toBe(otherwise);
});

it('what is spelled out, and what is taken for more than a text', () => {
  const named = withPolicy('principal == Agent::"agt_x" && ["prs_a"].contains(context.ticket)');
  for (const text of ['agt_x', 'prs_a', 'support.read', 'read']) expect(named.texts).toContain(text);
  expect(named.texts).not.toContain('accounts:profile.read');
  expect(named.looksIntoTexts).toBe(false);
  expect(withPolicy('ip(context.ticket).isIpv4()').looksIntoTexts).toBe(true);
  expect(withPolicy('decimal("1.0").lessThan(decimal("1.1"))').looksIntoTexts).toBe(false);
  const { patterns } = withPolicy('context.ticket like "A*\\*"');
  expect(patterns).toEqual([['A', null, '*']]);
});

it.each([
  ['', [], true],
  ['a', [], false],
  ['', [null], true],
  ['TCK-10', ['T', 'C', null], true],
  ['aba', ['ab', null, 'ba'], false],
  ['abba', ['ab', null, 'ba'], true],
  ['a*c', ['a', '*', 'c'], true],
  ['abc', ['a', '*', 'c'], false],
  ['xaybz', [null, 'a', null, 'b', null], true],
  ['xbyaz', [null, 'a', null, 'b', null], false],
  ['aa', [null, 'aa', null, 'a'], false],
  ['line\nbreak', ['line', null, 'k'], true],
] as const)('whether %j is like %j', (text, pattern, expected) => {
  expect(fits(text, pattern)).toBe(expected);
});
