import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { cut } from '#broker/identity/not-before.ts';
import { clients } from '../clients/tables.ts';
import { signIns } from '../sign-in/tables.ts';
import { type House, openHouse } from '../test-house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
beforeEach(() => house.pass(600));
afterAll(() => house.close());

const ana = { employee_id: 'E-1', groups: ['support-agents'] };
const claimsOf = (body: Record<string, unknown>) =>
  JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());

async function signInRow(body: Record<string, unknown>) {
  const rows = await house.database.handle
    .select()
    .from(signIns)
    .where(eq(signIns.id, claimsOf(body).sid));
  return rows[0];
}

describe('where a sign-in begins', () => {
  const relay = (is: boolean) =>
    house.database.run(update(clients).set({ relay: is }).where(eq(clients.id, 'console-support')));
  const asserted = (address: string) => ({ 'countersign-asserted-address': address });

  async function asks(form: Record<string, string>, headers: Record<string, string>) {
    const key = house.keys.support;
    return house.post(
      {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await house.assertion('console-support', key),
        ...form,
      },
      { dpop: await house.proof(key), ...headers },
    );
  }

  const signIn = async (address: string) =>
    asks(
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: await house.idToken('support', 'ana', ana),
      },
      asserted(address),
    );

  it('is remembered from a relay, as a hash that differs for each sign-in, and holds for its refreshes', async () => {
    await relay(true);
    const [first, second] = [await signIn('2001:db8:1:2::3'), await signIn('2001:db8:1:2::3')];
    await relay(true);
    const rows = [await signInRow(first.body), await signInRow(second.body)];
    expect(rows.map((row) => row?.network)).toEqual([
      expect.stringMatching(/^[\w-]{43}$/),
      expect.stringMatching(/^[\w-]{43}$/),
    ]);
    expect(rows[0]?.network).not.toBe(rows[1]?.network);
    const refresh = (token: unknown, address: string) =>
      asks({ grant_type: 'refresh_token', refresh_token: String(token) }, asserted(address));
    const renewed = await refresh(second.body.refresh_token, '2001:db8:1:ffff::1');
    expect(renewed.status).toBe(200);
    expect((await refresh(renewed.body.refresh_token, '2001:db8:2::1')).body.error).toBe('invalid_grant');
    await relay(false);
  });

  it('is not taken from anyone else', async () => {
    const { status, body } = await signIn('192.0.2.7');
    expect(status).toBe(200);
    expect((await signInRow(body))?.network).toBeNull();
  });
});

it('a sign-in never outlives the session at the identity domain, where that says when it ends', async () => {
  const end = house.now() + 1000;
  const { body } = await house.signIn('support', 'ana', { ...ana, session_expiry: end });
  expect((await signInRow(body))?.endsAt).toEqual(new Date(end * 1000));
});

const cuts: [name: string, level: 'person' | 'actor' | 'client', idOf: () => Promise<string>][] = [
  ['the person', 'person', async () => claimsOf((await house.signIn('support', 'ana', ana)).body).person],
  ['the account', 'actor', async () => 'agt_ana'],
  ['the door', 'client', async () => 'console-support'],
];

describe.each(cuts)('after a cut at %s', (_, level, idOf) => {
  it('an ID token from before begins nothing; one from after does, though not at the same instant', async () => {
    const before = await house.idToken('support', 'ana', ana);
    house.pass(5);
    await house.database.run(cut(level, await idOf(), house.context.clock.sql).statement);
    const exchange = (idToken: string) =>
      house.ask('console-support', house.keys.support, {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: idToken,
      });
    const refused = { status: 400, body: { error: 'invalid_request', reason: 'subject_token_invalid' } };
    expect(await exchange(before)).toMatchObject(refused);
    expect(await exchange(await house.idToken('support', 'ana', ana))).toMatchObject(refused);
    house.pass(1);
    const { status, body } = await exchange(await house.idToken('support', 'ana', ana));
    expect(status).toBe(200);
    await house.call(String(body.access_token), house.keys.support);
  });
});
