import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Directory } from '#broker/identity/directory-file.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { openTokenHouse, type TokenHouse } from '../acceptance/token-house.ts';

let house: TokenHouse;
beforeAll(async () => {
  house = await openTokenHouse();
});
afterAll(() => house?.close());

const signsIn = async (domain: 'support' | 'customer', sub: string, claims: object) =>
  house.post(
    domain === 'support' ? house.ana : { clientId: 'console-customer', key: house.keys.customer },
    '/token',
    {
      grant_type: house.exchanging(house.ana).grant_type,
      subject_token: await house.idToken(domain, sub, { aud: `console-${domain}`, ...claims }),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    },
  );
const people = async () =>
  JSON.stringify((await house.call({ token: house.ana.own, key: house.ana.key }, 'GET', '/v1/me')).body);

it('the old account of an agent, given to somebody else, is refused', async () => {
  expect((await signsIn('support', 'ana', {})).status).toBe(200);
  for (const employee_id of ['E-9', '', undefined])
    expect((await signsIn('support', 'ana', { employee_id })).body.reason).toBe('subject_token_invalid');
});

it('an agent with the e-mail address of one before is another, and finds nothing', async () => {
  const claims = { employee_id: 'E-77', email: 'ana@example.com', name: 'Ana' };
  const { body } = await signsIn('support', 'ana-again', claims);
  const who = { token: String(body.access_token), key: house.ana.key };
  const me = (await house.call(who, 'GET', '/v1/me')).body;
  expect(me.id).not.toBe('agt_ana');
  expect((await house.call(who, 'GET', '/v1/delegations')).body.items).toEqual([]);
  const form = { ...house.exchanging(house.ana), actor_token: who.token };
  expect((await house.post(house.ana, '/token', form)).body.reason).toBe('may_act_mismatch');
  expect((await house.post(house.ana, '/token', house.exchanging(house.ana))).status).toBe(200);
});

it('a customer with the e-mail address of one before is nobody yet', async () => {
  const { body } = await signsIn('customer', 'mira-again', {
    email: 'mira@example.com',
    name: 'Mira Castellanos',
  });
  expect(body.reason).toBe('subject_token_invalid');
});

it('a directory that gives an id to somebody else is not taken in', async () => {
  const { url } = house.provider;
  const one = (more: Partial<Directory['people'][number]>): Directory => ({
    people: [
      {
        id: 'agt_ana',
        domain: 'support',
        iss: `${url}/support`,
        sub: 'ana',
        person: 'E-1',
        name: 'Ana',
        groups: [],
        ...more,
      },
    ],
    accounts: [],
    marks: [],
  });
  const before = await people();
  for (const other of [
    { sub: 'ana-again' },
    { person: 'E-9' },
    { person: null },
    { sub: 'x', person: 'E-9' },
  ])
    await expect(importDirectory(house.context, one(other))).rejects.toThrow(/somebody else/);
  const again = { id: 'agt_ana2', sub: 'ana', person: 'E-9' };
  await expect(importDirectory(house.context, one(again))).rejects.toThrow();
  expect(await people()).toBe(before);
});

it('a customer of whom nobody knew the person may be linked to one, once', async () => {
  const { url } = house.provider;
  const mira = (person: string): Directory => ({
    people: [
      {
        id: 'cus_mira',
        domain: 'customer',
        iss: `${url}/customer`,
        sub: 'mira',
        person,
        name: 'Mira Castellanos',
        groups: [],
      },
    ],
    accounts: [],
    marks: [],
  });
  expect(await importDirectory(house.context, mira('E-50'))).toEqual({ changed: 1 });
  await expect(importDirectory(house.context, mira('E-51'))).rejects.toThrow(/somebody else/);
});
