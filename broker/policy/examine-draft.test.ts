import { expect, it } from 'vitest';
import { testConfig } from '#test/demo.ts';
import { draft } from '#test/policy-drafts.ts';
import { examineDraft, examining, partsOfDraft } from './examine-draft.ts';

const { version, tests } = partsOfDraft(draft());
const whole = { ...version, 'domains.json': JSON.stringify(testConfig().domains) };
const sentences = Object.keys(tests).filter((path) => path !== 'tests/base.json');

it('lets others go first between any two tests of a draft, and finds the same as at one go', () => {
  const steps = examining(whole, tests);
  let rests = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) rests += 1;
  expect(rests).toBeGreaterThanOrEqual(sentences.length + 2);
  expect(step.value.problems).toEqual([]);
  expect(examineDraft(whole, tests).problems).toEqual([]);
});

it('says of every test that fails what it expected', () => {
  const [first = ''] = sentences.filter((path) => path.startsWith('tests/allow/'));
  const denied = { ...tests, [first.replace('/allow/', '/deny/')]: tests[first] ?? '' };
  expect(examineDraft(whole, denied).problems).toEqual([
    { where: first.replace('/allow/', '/deny/'), what: expect.stringContaining('expected "deny"') },
  ]);
});
