import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('makes once what is asked again, of the same texts in the same places only', () => {
  const made: string[] = [];
  const ask = remembered(2, (one: string, other: string) => made.push(`${one}/${other}`));
  expect([ask('a', 'b'), ask('a', 'b'), ask('b', 'a'), ask('ab', '')]).toEqual([1, 1, 2, 3]);
});

it('forgets what nobody has asked for longest, and makes it anew', () => {
  const made: string[] = [];
  const ask = remembered(2, (text: string) => made.push(text));
  for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) ask(text);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
