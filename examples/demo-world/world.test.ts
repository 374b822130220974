import { describe, expect, it } from 'vitest';
import { demoWorld } from './world.ts';

const addresses = {
  identityProviderUrl: 'http://localhost:3003',
  consoleUrl: 'http://localhost:3000',
  accountsPagesUrl: 'http://localhost:3005',
};
const world = demoWorld(addresses);
const { people, directory, accountsSeed } = world;
const find = (domain: string, login: string) => {
  const person = people.find((one) => one.domain === domain && one.login === login);
  if (person === undefined) throw new Error(`${login} is missing`);
  return person;
};
const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);

describe('the demo world', () => {
  it('is the same every time', () => {
    expect(demoWorld(addresses)).toEqual(world);
  });

  it('keeps ids and data when the addresses change', () => {
    const elsewhere = demoWorld({
      identityProviderUrl: 'http://localhost:4003',
      consoleUrl: 'http://localhost:4000',
      accountsPagesUrl: 'http://localhost:4005',
    });
    expect(elsewhere.people.map(({ id, sub }) => [id, sub])).toEqual(people.map(({ id, sub }) => [id, sub]));
    expect(elsewhere.accountsSeed).toEqual(accountsSeed);
    expect(new Set(elsewhere.people.map(({ iss }) => iss.slice(0, 22)))).toEqual(
      new Set(['http://localhost:4003/']),
    );
  });

  it('has two hundred customers', () => {
    expect(people.filter(({ domain }) => domain === 'customer')).toHaveLength(200);
  });

  it('repeats no login within a domain, no id, no subject and no account', () => {
    unique(people.map(({ domain, login }) => `${domain} ${login}`));
    unique(people.map(({ id }) => id));
    unique(people.map(({ iss, sub }) => `${iss} ${sub}`));
    unique(directory.accounts.map(({ id }) => id));
  });

  it('forms ids from a prefix and twenty characters', () => {
    for (const { id, domain } of people) {
      const prefix = { support: 'agt', admin: 'adm', customer: 'cus' }[domain];
      expect(id).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{20}$`));
    }
  });

  it('writes to nobody outside the domains reserved for examples', () => {
    const addressesUsed = [
      ...directory.people.map(({ email }) => email),
      ...accountsSeed.accounts.flatMap(({ profile, team }) => [
        profile.email,
        ...team.map(({ email }) => email),
      ]),
    ];
    for (const email of addressesUsed)
      expect(email).toMatch(/^[a-z0-9.-]+@([a-z]+\.)?example\.(com|net|org)$/);
  });

  it('gives the person with a support and an admin account one employee id', () => {
    expect(find('support', 'cleo').person).toBe(find('admin', 'cleo').person);
    expect(find('support', 'cleo').id).not.toBe(find('admin', 'cleo').id);
  });

  it('links the private accounts of staff to the person, and marks one of them as staff', () => {
    expect(find('customer', 'benno')).toMatchObject({
      person: find('support', 'ben').person,
      marks: ['staff'],
    });
    expect(find('customer', 'tessa')).toMatchObject({ person: find('admin', 'tess').person, marks: [] });
  });

  it('has two policy owners, two security reviewers and two emergency approvers', () => {
    for (const group of ['policy-owners', 'security', 'emergency-approvers']) {
      expect(people.filter(({ groups }) => groups.includes(group))).toHaveLength(2);
    }
  });

  it('has one privileged customer, one minor and one under legal hold', () => {
    expect(find('customer', 'olga').marks).toEqual(['privileged']);
    for (const mark of ['privileged', 'minor', 'legal_hold', 'staff']) {
      expect(directory.marks.filter(({ marks }) => marks.some((one) => one === mark))).toHaveLength(1);
    }
  });

  it('gives every customer one or two accounts, with the owner among those who may consent', () => {
    const seeded = new Set(accountsSeed.accounts.map(({ id }) => `account/${id}`));
    for (const person of people.filter(({ domain }) => domain === 'customer')) {
      expect([1, 2]).toContain(person.accounts.length);
      for (const identifier of person.accounts) expect(seeded.has(identifier)).toBe(true);
    }
    for (const { owner, consenters } of directory.accounts) expect(consenters).toContain(owner);
  });

  it('holds no secret of a customer', () => {
    for (const { credentials } of accountsSeed.accounts) {
      for (const credential of credentials) expect(Object.keys(credential)).not.toContain('secret');
    }
  });
});
