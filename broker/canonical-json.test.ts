import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, orderedJson } from './canonical-json.ts';

it('writes every JSON value as RFC 8785 has it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }),
  );
});

it('leaves out what is absent, and writes instants as JSON does', () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  const value = { b: undefined, a: [at, { d: 1e21, c: -0 }], é: '\u2028"\\' };
  expect(canonicalJson(value)).toBe(canonicalize(value));
});

it('writes what comes in its order as it writes anything else', () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  for (const value of [
    { a: undefined, b: { c: [1, 'x', null], d: at }, e: false },
    // The engine lists these by number, whatever order they come in.
    { a: { '10': 1, '9': 2 } },
    { '\u{1f600}': 1, '\ufb33': 2 },
    { '\ufb33': 2, '\u{1f600}': 1 },
    { a: 1, A: 2 },
  ])
    expect(canonicalJson(value)).toBe(canonicalize(value));
});

it('refuses a lone surrogate in a value and in a name, and lets a text speak of one', () => {
  for (const value of ['\ud800', { '\udfff': 1 }, ['ok', { a: 'x\udc00' }]])
    expect(() => canonicalJson(value)).toThrow('surrogate');
  expect(canonicalJson('\\ud800 \u{1f600}')).toBe(canonicalize('\\ud800 \u{1f600}'));
  expect(orderedJson('\ud800')).toBe('"\\ud800"');
});

it('refuses what JSON has no word for', () => {
  for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, { a: Number.NaN }])
    expect(() => canonicalJson(value)).toThrow();
});
