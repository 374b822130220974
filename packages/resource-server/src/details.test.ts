import { expect, it } from 'vitest';
import { identifierOf } from './details.ts';

it.each([
  [['account', '8f2c'], 'account/8f2c'],
  [['account', '8f2c', 'credential', 'k1'], 'account/8f2c/credential/k1'],
  [[], undefined],
  [['account', '..'], undefined],
  [['account', '8f2c/credential'], undefined],
  [['account', ''], undefined],
  [['account', 'a'.repeat(129)], undefined],
  // Longer than a report to the broker may name.
  [['account', 'a'.repeat(128), 'credential', 'b'.repeat(128)], undefined],
])('of %j is %s', (segments, identifier) => {
  expect(identifierOf(segments)).toBe(identifier);
});
