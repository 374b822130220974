import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { nonces } from '../dpop-nonce.ts';
import { readOwnToken } from '../own-token.ts';
import { signToken, type TokenKind } from '../sign-token.ts';
import { type House, openHouse } from '../test-house.ts';
import { keyRing } from './key-ring.ts';
import { rotateRefreshKey } from './rotate-refresh-key.ts';
import { rotateSigningKey } from './rotate-signing-key.ts';
import { sealUnderMasterKey } from './seal-under-master-key.ts';
import { signingKeys } from './tables.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const kidOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

describe('signing keys under load', () => {
  let live: DelegatedHouse;
  let ana: SignedIn;
  beforeAll(async () => {
    live = await openDelegatedHouse();
    ana = await live.signIn('support', 'ana');
  });
  afterAll(() => live.close());

  it('rotate without a request that fails or a valid token that is refused', async () => {
    const { grant } = await live.inSession(ana);
    const tokens: string[] = [];
    const exchanging = async () => {
      const { status, body } = await live.exchange(ana, grant);
      expect(status).toBe(200);
      tokens.push(String(body.access_token));
    };
    for (let round = 0; round < 2; round += 1) {
      const load = Array.from({ length: 6 }, exchanging);
      await Promise.all([...load, rotateSigningKey(live.context)]);
      live.oauth.keys.forget();
      await exchanging();
      for (const token of tokens) expect(await live.introspect(token)).toMatchObject({ active: true });
      live.clock.pass(299);
      await expect(rotateSigningKey(live.context), 'too soon for every backend').rejects.toMatchObject({
        code: 'rotated_lately',
        headers: { 'retry-after': '1' },
      });
      live.clock.pass(1);
      tokens.length = 0;
      ana = { ...ana, token: await live.personToken(ana.principal) };
    }
    const rows = await live.context.reader.select().from(signingKeys);
    expect(rows.map(({ status }) => status).sort()).toEqual(['active', 'next', 'retired', 'retired']);
  });

  it('at two brokers at the same moment rotate once', async () => {
    live.clock.pass(300);
    const tries = await Promise.allSettled([rotateSigningKey(live.context), rotateSigningKey(live.context)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

it('the next key is published before it signs, and the old one after', async () => {
  const before = (await house.oauth.keys.publicKeys(house.context)).map(({ kid }) => kid);
  const { active } = await rotateSigningKey(house.context, 'svc_operator');
  house.oauth.keys.forget();
  const after = (await house.oauth.keys.publicKeys(house.context)).map(({ kid }) => kid);
  expect(before).toContain(active);
  expect(after).toEqual(expect.arrayContaining(before));
  const signedIn = await house.signIn('support', 'ana', { employee_id: 'E-1', groups: ['support-agents'] });
  expect(signedIn.body).toMatchObject({ expires_in: 300 });
  expect(kidOf(String(signedIn.body.access_token))).toBe(active);
  expect((await house.entries('signing_key.activated')).at(-1)).toMatchObject({
    actor: 'svc_operator',
    target: active,
  });
});

it('a grant token that waits a month for its day outlives the key it was signed with', async () => {
  const exp = house.now() + 31 * 24 * 3600;
  const signed = (typ: TokenKind) => signToken(house.context, house.oauth, typ, { iat: house.now(), exp });
  const [grant, access] = [await signed('delegation-grant+jwt'), await signed('at+jwt')];
  house.pass(300);
  await rotateSigningKey(house.context, 'svc_operator');
  house.pass(3 * 24 * 3600);
  house.oauth.keys.forget();
  const read = (typ: TokenKind, token: string) => readOwnToken(house.context, house.oauth, typ, token);
  expect((await read('delegation-grant+jwt', grant)).payload).toMatchObject({ exp });
  await expect(read('at+jwt', access)).rejects.toThrow();
  const published = (await house.oauth.keys.publicKeys(house.context)).map(({ kid }) => kid);
  expect(published).not.toContain(kidOf(grant));
});

describe('the key of refresh tokens', () => {
  const refresh = (token: string) =>
    house.ask('console-support', house.keys.support, { grant_type: 'refresh_token', refresh_token: token });

  it('rotates, and no refresh token is lost', async () => {
    const first = String(
      (await house.signIn('support', 'ana', { employee_id: 'E-1', groups: ['support-agents'] })).body
        .refresh_token,
    );
    const second = String((await refresh(first)).body.refresh_token);
    await rotateRefreshKey(house.context, 'svc_operator');
    house.oauth.keys.forget();
    const third = await refresh(second);
    expect(third.status).toBe(200);
    expect((await refresh(String(third.body.refresh_token))).status).toBe(200);
  });

  it('between an answer and its repetition: the same successor is answered again', async () => {
    const first = String(
      (await house.signIn('support', 'ana', { employee_id: 'E-1', groups: ['support-agents'] })).body
        .refresh_token,
    );
    const { body } = await refresh(first);
    await rotateRefreshKey(house.context, 'svc_operator');
    house.oauth.keys.forget();
    const again = await refresh(first);
    expect(again.status).toBe(200);
    expect(again.body.refresh_token).toBe(body.refresh_token);
  });
});

it('the master key is replaced: everything is sealed anew, and the old one opens nothing', async () => {
  const old = house.config.masterKey;
  const fresh = randomBytes(32);
  const context = {
    ...house.context,
    config: { ...house.config, masterKey: fresh, otherMasterKeys: [old] },
  };
  const both = keyRing([fresh, old]);
  const before = await both.publicKeys(context);
  await expect(keyRing([fresh]).publicKeys(context)).rejects.toThrow(/master key/);
  const { sealed } = await sealUnderMasterKey(context, 'svc_operator');
  expect(sealed).toBeGreaterThan(before.length);
  expect(await keyRing([fresh]).publicKeys(context)).toEqual(before);
  expect(await keyRing([fresh]).refreshKeys(context)).toEqual(await both.refreshKeys(context));
  await expect(keyRing([old]).publicKeys(context)).rejects.toThrow(/master key/);
  expect(await sealUnderMasterKey(context, 'svc_operator')).toEqual({ sealed: 0 });
});

it('a nonce of the master key before is still known, one of another is not', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const now = new Date();
  expect(nonces([fresh, old]).ageOf(nonces([old]).current(now), now)).toBe('current');
  expect(nonces([fresh, old]).current(now)).toBe(nonces([fresh]).current(now));
  expect(nonces([fresh]).ageOf(nonces([old]).current(now), now)).toBe('unknown');
});
