import { expect, it } from 'vitest';
import { shownName, spelledOut } from './shown-name.ts';

it.each([
  ['a right-to-left override', 'Ana \u202enasoS', 'Ana nasoS'],
  ['an isolate', 'Ana \u2067Sorensen\u2069', 'Ana Sorensen'],
  ['a zero-width space', 'Ana\u200b Sorensen', 'Ana Sorensen'],
  ['a byte order mark', '\ufeffAna', 'Ana'],
  ['a Hangul filler', 'Ana\u3164', 'Ana'],
  ['letters of an invisible tag', 'Ana\u{e0041}\u{e0042}', 'Ana'],
  ['a line break', 'Ana\r\nSorensen', 'Ana Sorensen'],
  ['a null', 'Ana\u0000Sorensen', 'Ana Sorensen'],
  ['a line separator', 'Ana\u2028Approved', 'Ana Approved'],
  ['a backspace', 'Ben\u0008\u0008\u0008Ana', 'Ben Ana'],
])('is shown without %s', (_, given, shown) => {
  expect(shownName(given)).toBe(shown);
});

it.each(['Zoë Ångström', '王小明', 'محمد علي', 'नमस्ते', "O'Neill-Smith, Jr.", 'Ana\u00a0Sorensen'])(
  'is as it was given in any language: %s',
  (name) => expect(shownName(name)).toBe(name),
);

it.each(['', ' ', '\u200b\u202e'])('there is none when nothing can be seen of it', (given) => {
  expect(shownName(given)).toBeUndefined();
});

it('stands in the log as it was given, with everything to be seen', () => {
  expect(spelledOut('Ana \u202enasoS\u{e0041}')).toBe('Ana \\u{202e}nasoS\\u{e0041}');
  expect(spelledOut('Ana Sorensen')).toBe('Ana Sorensen');
});
