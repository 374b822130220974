import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { clockAt } from '#broker/clock.ts';
import { type Context, contextFor, type Services } from '#broker/context.ts';
import type { Database } from '#broker/db/client.ts';
import { openTestDatabase } from '#test/database.ts';
import type { Directory } from './directory-file.ts';
import { disablePerson } from './disable-person.ts';
import { enablePerson } from './enable-person.ts';
import { isPublicAddress, namesPrivateAddress } from './fetch-document.ts';
import { findAccount } from './find-account.ts';
import { accountsOfPerson, findPerson } from './find-person.ts';
import { importDirectory } from './import-directory.ts';
import { maskEmail } from './mask-email.ts';
import { personIdOf } from './person-id.ts';
import type { Principal } from './principal.ts';
import { searchCustomers } from './search-customers.ts';

let database: Database;
let context: Context;
const admin: Principal = {
  domain: 'admin',
  id: 'adm_max',
  person: personIdOf('E-9'),
  name: 'Max',
  roles: ['people_admin'],
  groups: [],
  scopes: ['people.manage'],
  clientId: 'console-admin',
  signInId: undefined,
  jkt: undefined,
  x5t: undefined,
  authTime: undefined,
  acr: undefined,
  amr: [],
  expiresAt: new Date(0),
};

const person = (id: string, name: string, more: Partial<Directory['people'][number]> = {}) => ({
  id,
  domain: id.startsWith('cus')
    ? ('customer' as const)
    : id.startsWith('adm')
      ? ('admin' as const)
      : ('support' as const),
  iss: `https://id.example/${id.slice(0, 3)}`,
  sub: id,
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
  groups: [],
  ...more,
});

const directory: Directory = {
  people: [
    person('agt_cleo', 'Cleo', { person: 'E-3', groups: ['support-agents'] }),
    person('adm_cleo', 'Cleo', { person: 'E-3', groups: ['team-leads'] }),
    person('adm_max', 'Max', { person: 'E-9' }),
    person('cus_mira', 'Mira Castellanos'),
    person('cus_teo', 'Teo 100%_x', { minor: true }),
    ...Array.from({ length: 15 }, (_, i) => person(`cus_many${i}`, `Many Fold ${i}`)),
  ],
  accounts: [
    {
      id: '8f2c',
      backend: 'accounts',
      owner: 'cus_mira',
      consenters: ['cus_mira', 'cus_teo'],
      label: 'Studio',
    },
  ],
  marks: [{ id: 'cus_teo', marks: ['privileged'] }],
};

beforeAll(async () => {
  database = await openTestDatabase();
  const services = {
    database,
    config: { issuer: 'https://localhost:3001', masterKey: Buffer.alloc(32, 1), otherMasterKeys: [] },
    log: pino({ level: 'silent' }),
    clock: clockAt(() => new Date('2026-03-02T09:00:00Z')),
    policy: () => ({}),
    node: 'test',
    wake: () => undefined,
  } as unknown as Services;
  context = contextFor(services, { requestId: 'req-1' });
  await importDirectory(context, directory);
}, 180_000);
afterAll(() => database.close());

const entries = () => database.handle.$count(logEntries);

it('the same directory twice changes and records nothing the second time', async () => {
  const before = await entries();
  expect(await importDirectory(context, directory)).toEqual({ changed: 0 });
  expect(await entries()).toBe(before);
});

it('a consenter who left the directory file may no longer consent', async () => {
  const [account] = directory.accounts;
  if (!account) throw new Error('no account');
  await importDirectory(context, { ...directory, accounts: [{ ...account, consenters: ['cus_mira'] }] });
  expect(await findAccount(context.reader, 'accounts', '8f2c')).toMatchObject({
    identifier: 'account/8f2c',
    owner: 'cus_mira',
    consenters: ['cus_mira'],
  });
});

it('keeps the marks and one person behind two accounts', async () => {
  expect((await findPerson(context.reader, 'cus_teo'))?.marks).toEqual(['minor', 'privileged']);
  const both = await accountsOfPerson(context.reader, personIdOf('E-3'));
  expect(both.map(({ id }) => id).sort()).toEqual(['adm_cleo', 'agt_cleo']);
});

it('a search takes three characters, shows ten masked rows at most and is on record', async () => {
  await expect(searchCustomers(context, admin, 'mi')).rejects.toMatchObject({ code: 'search_too_short' });
  const before = await entries();
  const [mira] = await searchCustomers(context, admin, 'castell');
  expect(mira).toEqual({
    id: 'cus_mira',
    name: 'Mira Castellanos',
    emailMasked: 'm•••@e•••.com',
    accounts: [{ backend: 'accounts', identifier: 'account/8f2c', label: 'Studio' }],
  });
  expect(await searchCustomers(context, admin, 'many fold')).toHaveLength(10);
  expect(await searchCustomers(context, admin, '%%%')).toHaveLength(0);
  expect(await searchCustomers(context, admin, '100%_')).toHaveLength(1);
  expect(await searchCustomers(context, admin, 'cleo')).toHaveLength(0);
  expect(await entries()).toBe(before + 5);
});

it('disabling one account of a person disables the person, once', async () => {
  await disablePerson(context, admin, 'agt_cleo', 'left the company');
  expect((await findPerson(context.reader, 'adm_cleo'))?.enabled).toBe(false);
  await expect(disablePerson(context, admin, 'adm_cleo', 'again')).rejects.toMatchObject({
    code: 'already_disabled',
  });
  await enablePerson(context, admin, 'adm_cleo');
  expect((await findPerson(context.reader, 'agt_cleo'))?.enabled).toBe(true);
});

it('nobody disables themselves, and who is unknown is not found', async () => {
  await expect(disablePerson(context, admin, 'adm_max', '')).rejects.toMatchObject({ code: 'own_person' });
  await expect(disablePerson(context, admin, 'agt_nobody', '')).rejects.toMatchObject({ status: 404 });
});

it('masks what is written and gives nothing for what is not an address', () => {
  expect(maskEmail('mira@example.co.uk')).toBe('m•••@e•••.uk');
  expect(maskEmail('nonsense')).toBe('');
  expect(maskEmail(undefined)).toBe('');
});

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '0.0.0.0',
  '100.64.0.1',
])('keys are not fetched from %s', (address) => {
  expect(isPublicAddress(address)).toBe(false);
  expect(namesPrivateAddress(address)).toBe(true);
});
