import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, type DelegationSession, intersect, isWithin, narrows, parseDetails } from './details.ts';

const base: DelegationSession = {
  type: 'delegation_session',
  actions: ['accounts:settings.read', 'accounts:credential.rotate'],
  locations: ['https://accounts.example/api'],
  identifier: 'account/8f2c',
  purpose: { code: 'leaked-credential', ref: 'TCK-1042' },
  max_duration: 900,
};

describe('what is refused as invalid_authorization_details', () => {
  const cases: [string, unknown][] = [
    ['not an array', base],
    ['an empty array', []],
    ['an unknown type', [{ ...base, type: 'payment' }]],
    ['an unknown member', [{ ...base, note: 'x' }]],
    ['a missing member', [{ ...base, identifier: undefined }]],
    ['a wildcard action', [{ ...base, actions: ['accounts:*'] }]],
    ['upper case in an action', [{ ...base, actions: ['accounts:Settings.read'] }]],
    ['no actions', [{ ...base, actions: [] }]],
    ['a duplicate action', [{ ...base, actions: ['accounts:settings.read', 'accounts:settings.read'] }]],
    ['a relative location', [{ ...base, locations: ['/api'] }]],
    ['a location with a fragment', [{ ...base, locations: ['https://accounts.example/api#x'] }]],
    ['a wildcard identifier', [{ ...base, identifier: 'account/*' }]],
    ['an identifier with an empty segment', [{ ...base, identifier: 'account//8f2c' }]],
    ['an identifier that climbs', [{ ...base, identifier: 'account/8f2c/../8f2d' }]],
    ['a fractional duration', [{ ...base, max_duration: 60.5 }]],
    ['a duration as text', [{ ...base, max_duration: '900' }]],
    ['a duration over an hour', [{ ...base, max_duration: 3601 }]],
    ['an unknown member of purpose', [{ ...base, purpose: { ...base.purpose, why: 'x' } }]],
    ['the same item twice', [base, base]],
    ['more than eight items', Array.from({ length: 9 }, (_, i) => ({ ...base, max_duration: 60 + i }))],
    [
      'more than 2 KiB',
      Array.from({ length: 8 }, (_, i) => ({ ...base, identifier: `account/${'a'.repeat(240)}${i}` })),
    ],
  ];
  it.each(cases)('%s', (_, value) => {
    expect(() => parseDetails(value)).toThrow(
      expect.objectContaining({ code: 'invalid_authorization_details' }),
    );
  });
  it('accepts the form as written', () => expect(parseDetails([base])).toEqual([base]));
});

it('contains by whole segments', () => {
  expect(contains('account/8f2c', 'account/8f2c/credential/1')).toBe(true);
  expect(contains('account/8f2c', 'account/8f2c9')).toBe(false);
  expect(contains('account/8f2c/credential/1', 'account/8f2c')).toBe(false);
});

it('never calls a wider item a narrowing', () => {
  for (const wider of [
    { max_duration: 901 },
    { identifier: 'account/8f2d' },
    { actions: [...base.actions, 'accounts:invoice.read'] },
    { locations: ['https://elsewhere.example/'] },
    { purpose: { ...base.purpose, ref: 'TCK-1' } },
  ]) {
    expect(narrows([{ ...base, ...wider }], [base])).toBe(false);
  }
});

const item = fc.record({
  type: fc.constant('delegation_session' as const),
  actions: fc.uniqueArray(fc.constantFrom('a:b.c', 'a:b.d', 'a:e.f'), { minLength: 1 }),
  locations: fc.uniqueArray(fc.constantFrom('https://a.example', 'https://b.example'), { minLength: 1 }),
  identifier: fc.constantFrom('account/1', 'account/1/x/2', 'account/2', 'account/12'),
  purpose: fc.constant({ code: 'c', ref: 'R-1' }),
  max_duration: fc.integer({ min: 60, max: 3600 }),
});
const items = fc.array(item, { minLength: 1, maxLength: 4 });

it('intersects to what lies within both, never more, and whatever the order', () => {
  fc.assert(
    fc.property(items, items, (a, b) => {
      const both = intersect(a, b);
      if (both.length > 0) {
        expect(narrows(both, a)).toBe(true);
        expect(narrows(both, b)).toBe(true);
      }
      const other = intersect(b, a);
      for (const left of both) expect(other.some((right) => isWithin(left, right))).toBe(true);
    }),
  );
});

it('keeps what is in both', () => {
  fc.assert(
    fc.property(items, (a) => {
      for (const one of a) expect(intersect(a, [one]).some((met) => isWithin(one, met))).toBe(true);
    }),
  );
});
