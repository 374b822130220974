import { createKeyReplacement, importSigningKey, type SigningKey } from '@countersign/client';
import { eq } from 'drizzle-orm';
import { CompactSign, exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { type RateLimit, rateLimit } from '../../http/rate-limit.ts';
import { clientKeyEndpoint } from '../client-key-endpoint.ts';
import { type House, ISSUER, openHouse } from '../test-house.ts';
import { type Key, newKey } from '../test-key.ts';
import type { HeldKey } from './held-keys.ts';
import { importClients } from './import-clients.ts';
import { parseClients } from './registry-file.ts';
import { clients } from './tables.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const signing = async (key: Key): Promise<SigningKey> =>
  importSigningKey({ ...(await exportJWK(key.privateKey)), kid: key.jwk.kid ?? '' });

async function statement(old: Key, next: Key, more: { overlapSeconds?: number; clientId?: string } = {}) {
  const [oldKey, replacing] = [await signing(old), await signing(next)];
  return createKeyReplacement({
    clientId: 'svc_probe',
    audience: ISSUER,
    oldKey,
    newKey: replacing,
    now: house.clock.at,
    ...more,
  });
}

/** The same bytes by another name: the last letter has two bits that mean nothing. */
const respelled = (text: string) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${text.slice(0, -1)}${letters[letters.indexOf(text.at(-1) ?? '') + 1]}`;
};

async function handMade(old: Key, next: Key, newKey: Record<string, unknown>) {
  const payload = new TextEncoder().encode(
    JSON.stringify({
      iss: 'svc_probe',
      sub: 'svc_probe',
      aud: ISSUER,
      jti: crypto.randomUUID(),
      iat: house.now(),
      exp: house.now() + 60,
      new_key: newKey,
    }),
  );
  const signed = (key: Key, kid: unknown) =>
    new CompactSign(payload)
      .setProtectedHeader({
        alg: 'ES256',
        typ: 'client-key+jwt',
        ...(typeof kid === 'string' ? { kid } : {}),
      })
      .sign(key.privateKey);
  return { statement: await signed(old, old.jwk.kid), countersignature: await signed(next, undefined) };
}

async function send(form: { statement: string; countersignature: string }, limit?: RateLimit) {
  const request = new Request(`${ISSUER}/client-keys`, {
    method: 'POST',
    body: new URLSearchParams({ ...form }),
  });
  const response = await clientKeyEndpoint(house.context, request, {
    ...(limit ? { limit } : {}),
    refused: async () => undefined,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const mayCall = async (key: Key) =>
  (await house.ask('svc_probe', key, { grant_type: 'client_credentials' })).status === 200;

const refusal = { error: 'invalid_client', error_description: 'the keys stay as they are' };

describe('a client replaces its own key', () => {
  it('by one statement under the old and the new key; the old one is good until the overlap ends', async () => {
    const [first, second, third] = [house.keys.probe, await newKey(), await newKey()];
    expect(await mayCall(second)).toBe(false);
    const { status, body } = await send(await statement(first, second, { overlapSeconds: 600 }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      client_id: 'svc_probe',
      keys: [{ kid: first.thumbprint }, { kid: second.thumbprint }],
    });
    const entry = (await house.entries('client.key_replaced')).at(-1);
    expect(entry).toMatchObject({
      actor: 'svc_probe',
      facts: { added: second.thumbprint, retires: first.thumbprint },
    });
    expect([await mayCall(first), await mayCall(second)]).toEqual([true, true]);
    expect((await send(await statement(first, third))).body, 'a retiring key brings no other').toEqual(
      refusal,
    );
    house.pass(601);
    expect([await mayCall(first), await mayCall(second)]).toEqual([false, true]);
    house.keys.probe = second;
  });

  it('and the registry file, unchanged, does not bring the old one back', async () => {
    const [row] = await house.context.reader.select().from(clients).where(eq(clients.id, 'svc_probe'));
    const [first] = row?.keys ?? [];
    const { changed } = await importClients(
      house.context,
      parseClients({ clients: house.registrations() }, 'demo'),
    );
    expect(changed).toBe(0);
    expect(first?.retires_at).toBeDefined();
    expect(await mayCall(house.keys.probe)).toBe(true);
  });

  it('again after the registry file has caught up with it', async () => {
    const [second, third] = [house.keys.probe, await newKey()];
    const auth = { method: 'private_key_jwt' as const, jwks: { keys: [{ ...second.jwk }] } };
    const clients = house
      .registrations()
      .map((client) => (client.client_id === 'svc_probe' ? { ...client, auth } : client));
    const restart = () => importClients(house.context, parseClients({ clients }, 'demo'));
    await restart();
    expect((await send(await statement(second, third, { overlapSeconds: 600 }))).status).toBe(200);
    await restart();
    house.pass(601);
    expect([await mayCall(second), await mayCall(third)]).toEqual([false, true]);
    house.keys.probe = third;
  });
});

describe('keeps its keys', () => {
  it.each<[string, (old: Key, next: Key) => Promise<{ statement: string; countersignature: string }>]>([
    ['when the old key has not signed', async (_, next) => statement(next, next)],
    [
      'when somebody else’s new key is put beside the old one’s statement',
      async (old, next) => ({
        statement: (await statement(old, next)).statement,
        countersignature: (await statement(old, await newKey())).countersignature,
      }),
    ],
    [
      'when the new key has not signed',
      async (old, next) => {
        const { statement: said } = await statement(old, next);
        return { statement: said, countersignature: said };
      },
    ],
    [
      'when only an assertion of the old key is shown',
      async (old, next) => ({
        statement: await house.assertion('svc_probe', old),
        countersignature: (await statement(old, next)).countersignature,
      }),
    ],
    ['when it is of another client', (old, next) => statement(old, next, { clientId: 'console-support' })],
    ['when it has a certificate', (old, next) => statement(old, next, { clientId: 'svc_probe_tls' })],
    [
      'when the overlap is longer than a day',
      (old, next) => statement(old, next, { overlapSeconds: 86_401 }),
    ],
  ])('%s', async (_, made) => {
    const next = await newKey();
    expect(await send(await made(house.keys.probe, next))).toEqual({ status: 401, body: refusal });
    expect(await mayCall(next)).toBe(false);
  });

  it('when the statement is shown a second time, or names a key that was one of its keys', async () => {
    const form = await statement(house.keys.probe, house.keys.probe);
    expect(await send(form)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const next = await newKey();
    const good = await statement(house.keys.probe, next, { overlapSeconds: 86_400 });
    expect((await send(good)).status).toBe(200);
    expect((await send(good)).status).toBe(401);
    house.keys.probe = next;
  });

  it.each<[string, (old: Key) => Promise<[Key, Record<string, unknown>]>]>([
    ['in another spelling', async (old) => [old, { x: respelled(old.jwk.x ?? ''), kid: 'another' }]],
    ['under a name that nobody could ask for', async () => [await newKey(), { kid: 'a b' }]],
  ])('when the new key comes %s', async (_, made) => {
    const [next, more] = await made(house.keys.probe);
    const { status } = await send(await handMade(house.keys.probe, next, { ...next.jwk, ...more }));
    expect([400, 401]).toContain(status);
    expect(await mayCall(house.keys.probe)).toBe(true);
    const [row] = await house.context.reader.select().from(clients).where(eq(clients.id, 'svc_probe'));
    expect(row?.keys.some(({ jwk }) => jwk.kid === more.kid)).toBe(false);
  });

  it('only what makes a key the key: whatever else came with it is left out', async () => {
    const next = await newKey();
    const form = await handMade(house.keys.probe, next, { ...next.jwk, note: '\u0000', x5c: ['a'] });
    expect((await send(form)).status).toBe(200);
    const [row] = await house.context.reader.select().from(clients).where(eq(clients.id, 'svc_probe'));
    expect(row?.keys.at(-1)?.jwk).toEqual(next.jwk);
    house.keys.probe = next;
  });

  it('when it asks too often, and whoever does not hold them asks for nobody', async () => {
    const limit = rateLimit('keys', 1);
    const bad = await statement(await newKey(), await newKey());
    for (let times = 0; times < 3; times += 1) expect((await send(bad, limit)).status).toBe(401);
    const twice = await statement(house.keys.probe, house.keys.probe);
    expect((await send(twice, limit)).status).toBe(400);
    expect((await send(await statement(house.keys.probe, await newKey()), limit)).status).toBe(429);
  });

  it('of two replacements at the same moment exactly one is kept', async () => {
    const tries = await Promise.all(
      [await newKey(), await newKey()].map(async (next) => send(await statement(house.keys.probe, next))),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
});

it('a key that is older than a credential may be is refused, and one day before it is not', async () => {
  const key = house.keys.admin;
  const signedIn = async () =>
    (await house.ask('console-admin', key, { grant_type: 'client_credentials' })).body.error;
  const [row] = await house.context.reader.select().from(clients).where(eq(clients.id, 'console-admin'));
  const aged = (days: number): HeldKey[] =>
    (row?.keys ?? []).map((held) => ({
      ...held,
      added_at: new Date(house.clock.at.getTime() - days * 86_400_000).toISOString(),
    }));
  const keep = (keys: HeldKey[], credentialDays: number | null = null) =>
    house.database.run(update(clients).set({ keys, credentialDays }).where(eq(clients.id, 'console-admin')));
  await keep(aged(364));
  expect(await signedIn()).toBe('unauthorized_client');
  await keep(aged(365));
  expect(await signedIn()).toBe('invalid_client');
  await keep(aged(31), 30);
  expect(await signedIn()).toBe('invalid_client');
  await keep(aged(29), 30);
  expect(await signedIn()).toBe('unauthorized_client');
});
