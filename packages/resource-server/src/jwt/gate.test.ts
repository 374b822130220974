import { describe, expect, it } from 'vitest';
import { readJwt, requireCurrent, requireType } from './gate.ts';
import { repeatsMember } from './json-object.ts';
import { publicKey } from './signature.ts';

const b64 = (text: string) => Buffer.from(text).toString('base64url');
const jwt = (header: string, payload = '{"iss":"a"}', signature = 'AAAA') =>
  `${b64(header)}.${b64(payload)}.${signature}`;
const plain = '{"alg":"ES256"}';

describe('one JWT has one spelling', () => {
  it.each([
    ['padding', `${jwt(plain)}=`],
    ['a line feed at the end', `${jwt(plain)}\n`],
    ['a space in front', ` ${jwt(plain)}`],
    ['the alphabet of plain base64', jwt(plain, '{"iss":"a"}', 'AA+/')],
    ['unused bits that are not zero', jwt(plain, '{"iss":"a"}', 'AAB')],
    ['a fourth segment', `${jwt(plain)}.AAAA`],
    ['an empty signature', `${b64(plain)}.${b64('{}')}.`],
    ['more than 8 KiB', jwt(plain, JSON.stringify({ iss: 'a'.repeat(9000) }))],
  ])('refuses %s', (_, token) => {
    expect(() => readJwt(token)).toThrow(/token/);
  });

  it('reads the one spelling', () => {
    expect(readJwt(jwt(plain)).payload).toEqual({ iss: 'a' });
  });
});

describe('header and payload', () => {
  it.each([
    ['a repeated member', '{"alg":"ES256","alg":"none"}'],
    ['a repeated member under an escape', '{"alg":"ES256","\\u0061lg":"none"}'],
    ['an array', '["ES256"]'],
    ['crit', '{"alg":"ES256","crit":["exp"],"exp":1}'],
    ['b64', '{"alg":"ES256","b64":false}'],
    ['zip', '{"alg":"ES256","zip":"DEF"}'],
    ['enc', '{"alg":"ES256","enc":"A128GCM"}'],
    ['jku', '{"alg":"ES256","jku":"https://evil.example"}'],
    ['x5u', '{"alg":"ES256","x5u":"https://evil.example"}'],
    ['x5c', '{"alg":"ES256","x5c":[]}'],
    ['jwk outside a proof', '{"alg":"ES256","jwk":{}}'],
    ['bytes that are no UTF-8', undefined],
  ])('refuses %s', (_, header) => {
    const token =
      header === undefined ? `${Buffer.from([0xff, 0xfe]).toString('base64url')}.e30.AAAA` : jwt(header);
    expect(() => readJwt(token)).toThrow(/token header/);
  });

  it('refuses a repeated member at any depth, and not one that only looks like it', () => {
    expect(repeatsMember('{"a":{"b":1,"b":2}}')).toBe(true);
    expect(repeatsMember('{"a":[{"b":1},{"b":2}],"c":"\\"a\\":"}')).toBe(false);
    expect(repeatsMember('{"a":["a","a"],"b":"a"}')).toBe(false);
    expect(repeatsMember('{"a":[1,{"x":1}],"a":2}')).toBe(true);
  });
});

describe('type', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/AT+jwt'])(
    '%s is an access token',
    (typ) => {
      expect(() => requireType({ typ }, 'at+jwt')).not.toThrow();
    },
  );

  it.each([undefined, 'JWT', 'dpop+jwt', 'at+jwt ', 7, 'text/at+jwt'])('%s is none', (typ) => {
    expect(() => requireType({ ...(typ === undefined ? {} : { typ }) }, 'at+jwt')).toThrow(/type/);
  });
});

describe('clock', () => {
  const now = new Date(1_000_000_000);
  const seconds = 1_000_000;
  it.each([
    ['iat 15 s ahead', { iat: seconds + 15 }, true],
    ['iat 16 s ahead', { iat: seconds + 16 }, false],
    ['nbf 16 s ahead', { iat: seconds, nbf: seconds + 16 }, false],
    ['exp 4 s ago', { iat: seconds, exp: seconds - 4 }, true],
    ['exp 5 s ago', { iat: seconds, exp: seconds - 5 }, false],
    ['exp as text', { iat: seconds, exp: `${seconds + 9}` }, false],
    ['no iat', {}, false],
  ])('%s: %s', (_, payload, accepted) => {
    const check = () => requireCurrent(payload, now, ['iat']);
    if (accepted) expect(check).not.toThrow();
    else expect(check).toThrow(/token/);
  });
});

describe('keys', () => {
  const x = 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4';
  const y = '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM';
  const key = { kty: 'EC', crv: 'P-256', x, y };
  it('takes a P-256 key for ES256 and for nothing else', () => {
    expect(publicKey(key, 'ES256')).toBeDefined();
    for (const alg of ['PS256', 'Ed25519', 'HS256', 'none', 'es256'])
      expect(publicKey(key, alg)).toBeUndefined();
  });
  it.each([
    ['a private member', { ...key, d: x }],
    ['another algorithm of its own', { ...key, alg: 'ES384' }],
    ['another use', { ...key, use: 'enc' }],
    ['a point off the curve', { ...key, y: x }],
    ['another curve', { ...key, crv: 'P-384' }],
    ['a symmetric key', { kty: 'oct', k: x }],
  ])('refuses a key with %s', (_, jwk) => {
    expect(publicKey(jwk, 'ES256')).toBeUndefined();
  });
});
