import { describe, expect, it } from 'vitest';
import { byIn, didIn } from './entry-facts.ts';

const titles = new Map([
  ['accounts:profile.read', 'See the profile'],
  ['accounts:credential.rotate', 'Replace an API key'],
]);
const leaf = (facts?: Record<string, unknown>) => JSON.stringify({ v: 1, type: 'outcome.read', facts });

describe('what an entry says was done', () => {
  it.each([
    [{ action: 'accounts:credential.rotate', identifier: 'account/1' }, '“Replace an API key”'],
    [{ calls: 1, 'accounts:profile.read': 1 }, '“See the profile”'],
    [
      { calls: 3, 'accounts:profile.read': 2, 'files:list.read': 1 },
      '“See the profile” 2 times, “files:list.read”',
    ],
    [{ level: 'write' }, undefined],
    [undefined, undefined],
  ])('%j is told as %s', (facts, told) => {
    expect(didIn(leaf(facts), titles)).toBe(told);
  });

  it('who ended it comes from the leaf, which nobody can erase', () => {
    expect(byIn(leaf({ by: 'customer' }))).toBe('customer');
    expect(byIn(leaf())).toBeUndefined();
  });
});
