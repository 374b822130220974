import { describe, expect, it } from 'vitest';
import { pastedKeys } from './client-keys.ts';
import { subjectText } from './client-view.ts';

const jwk = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' };

describe('keys that somebody pasted', () => {
  it('are one key or a set of them', () => {
    expect(pastedKeys.parse(JSON.stringify(jwk))).toEqual([jwk]);
    expect(pastedKeys.parse(JSON.stringify({ keys: [jwk, jwk] }))).toEqual([jwk, jwk]);
  });

  it('go no further where one of them is private, or none', () => {
    const refused = (value: unknown) => pastedKeys.safeParse(JSON.stringify(value)).error?.issues[0]?.message;
    expect(refused({ ...jwk, d: 'c2VjcmV0' })).toMatch(/private key/);
    expect(refused({ keys: [jwk, { kty: 'oct', k: 'c2VjcmV0' }] })).toMatch(/private key/);
    for (const odd of [[], 'x', 1, { keys: [] }, { kty: 1 }]) expect(refused(odd)).toMatch(/neither/);
    expect(pastedKeys.safeParse('not json').success).toBe(false);
  });
});

it('the subject of a certificate is read as people write it', () => {
  expect(subjectText('[[["CN",["jobs"]]],[["O",["Example"]]]]')).toBe('CN=jobs,O=Example');
  expect(subjectText('CN=jobs')).toBe('CN=jobs');
});
