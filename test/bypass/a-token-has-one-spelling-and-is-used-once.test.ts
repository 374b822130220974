import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encoded, signed, type Taker, takers } from '../acceptance/takers.ts';
import { openTokenHouse, type TokenHouse } from '../acceptance/token-house.ts';

let house: TokenHouse;
let all: readonly Taker[];
beforeAll(async () => {
  house = await openTokenHouse();
  all = await takers(house);
});
afterAll(() => house?.close());

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The same bytes: the last letter's unused bits are set. */
function withUnusedBits(part: string): string {
  const at = alphabet.indexOf(part.at(-1) ?? '');
  const unused = [0, 0, 15, 3][part.length % 4] ?? 0;
  return unused === 0 ? `${part}=` : part.slice(0, -1) + alphabet[at | unused];
}

/** FIPS 186-5: the order of P-256. With (r, s) also (r, n − s) verifies. */
const n = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
function withOtherSignature(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex');
  return `${header}.${payload}.${Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url')}`;
}

const parted = (change: (parts: string[]) => string[]) => (token: string) =>
  change(token.split('.')).join('.');

const spellings: [string, (token: string) => string][] = [
  ['padding', (token) => `${token}=`],
  ['padding of each part', parted((parts) => parts.map((part) => `${part}=`))],
  ['a space in its midst', parted(([a, b, c]) => [`${a}`, ` ${b}`, `${c}`])],
  ['a tab in its signature', parted(([a, b, c = '']) => [`${a}`, `${b}`, `${c.slice(0, 9)}\t${c.slice(9)}`])],
  ['an empty fourth part', (token) => `${token}.`],
  ['a fourth part', (token) => `${token}.e30`],
  ['an empty signature', parted(([a, b]) => [`${a}`, `${b}`, ''])],
  ['unused bits in its signature', parted(([a, b, c = '']) => [`${a}`, `${b}`, withUnusedBits(c)])],
  ['a signature cut short', (token) => token.slice(0, -2)],
  ['a signature with a byte more', (token) => `${token}AA`],
  ['percent-encoding', (token) => token.replace('.', '%2E')],
];

describe('a token has one spelling everywhere', { timeout: 120_000 }, () => {
  it.each(spellings)('%s', async (_, spell) => {
    const taken: string[] = [];
    for (const taker of all) {
      const { header, payload } = await taker.parts();
      if (await taker.takes(spell(signed(header, payload, taker.key)))) taken.push(taker.name);
    }
    expect(taken).toEqual([]);
  });

  it('signed over unused bits, plain base64, or members named twice', async () => {
    const taken: string[] = [];
    for (const taker of all) {
      const { header, payload } = await taker.parts();
      const [h, p] = [JSON.stringify(header), JSON.stringify(payload)];
      const twice = (text: string, more: string) => `${text.slice(0, -1)},${more}}`;
      const forged: [string, string][] = [
        ['alg twice', signed(twice(h, '"alg":"ES256"'), p, taker.key)],
        ['alg twice, once escaped', signed(twice(h, '"\\u0061lg":"ES256"'), p, taker.key)],
        ['iat twice', signed(h, twice(p, `"iat":${payload.iat}`), taker.key)],
        ['twice below', signed(h, twice(p, '"x":{"a":1,"a":1}'), taker.key)],
        ['a byte order mark', signed(h, `\uFEFF${p}`, taker.key)],
        ['an array', signed(h, `[${p}]`, taker.key)],
        ['a text', signed(h, JSON.stringify(p), taker.key)],
        ['null', signed(h, 'null', taker.key)],
      ];
      for (const [name, token] of forged) if (await taker.takes(token)) taken.push(`${taker.name}: ${name}`);
    }
    expect(taken).toEqual([]);
  });

  it('longer than eight KiB', async () => {
    for (const taker of all.filter(({ name }) => name !== 'DPoP proof')) {
      const { header, payload } = await taker.parts();
      const long = { ...payload, filler: 'x'.repeat(9000) };
      expect(await taker.takes(signed(header, long, taker.key)), taker.name).toBe(false);
    }
    expect(encoded({ filler: 'x'.repeat(9000) }).length).toBeGreaterThan(8192);
  });
});

describe('what is used once', () => {
  const once = ['ID token', 'client assertion', 'DPoP proof'];

  it.each(once)('a second signature over the same %s, which verifies, makes no new one', async (name) => {
    const taker = all.find((one) => one.name === name);
    if (!taker) throw new Error(`Nobody takes the ${name}.`);
    const fresh = await taker.parts();
    expect(await taker.takes(withOtherSignature(signed(fresh.header, fresh.payload, taker.key)))).toBe(true);
    const { header, payload } = await taker.parts();
    const token = signed(header, payload, taker.key);
    expect(await taker.takes(token)).toBe(true);
    expect(await taker.takes(withOtherSignature(token))).toBe(false);
    expect(await taker.takes(token)).toBe(false);
  });

  it.each(once)('of two of the same %s at the same moment one is taken', async (name) => {
    const taker = all.find((one) => one.name === name);
    if (!taker) throw new Error(`Nobody takes the ${name}.`);
    const { header, payload } = await taker.parts();
    const token = signed(header, payload, taker.key);
    const taken = await Promise.all([token, withOtherSignature(token), token].map((one) => taker.takes(one)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it.each(['client assertion', 'DPoP proof'])(
    'a %s made anew with its old jti is the old one',
    async (name) => {
      const taker = all.find((one) => one.name === name);
      if (!taker) throw new Error(`Nobody takes the ${name}.`);
      const { header, payload } = await taker.parts();
      expect(await taker.takes(signed(header, payload, taker.key))).toBe(true);
      const again = { ...payload, iat: Number(payload.iat) - 1, more: 'x' };
      expect(await taker.takes(signed(header, again, taker.key))).toBe(false);
    },
  );

  it('an assertion used at one endpoint is used at the others', async () => {
    const { probe } = house;
    for (const [first, second] of [
      ['/token', '/revoke'],
      ['/revoke', '/introspect'],
      ['/introspect', '/token'],
    ] as const) {
      const client_assertion = await house.assertion('svc_probe', probe.key);
      const form = { grant_type: 'client_credentials', token: 'unknown', client_assertion };
      expect((await house.post(probe, first, form)).status, first).toBe(200);
      expect((await house.post(probe, second, form)).body.error, second).toBe('invalid_client');
    }
  });
});
