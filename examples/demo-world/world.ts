import { type AccountSeed, accountsOf } from './account-data.ts';
import { type CustomerSeed, customers, type Mark } from './customers.ts';
import {
  type ClientSecrets,
  type IdentityProviderClients,
  identityProviderClients,
  type SignInClients,
  signInClients,
} from './identity-provider-clients.ts';
import { stableId, stableSubject } from './stable-id.ts';
import { ROLE_OF_GROUP, STAFF, type StaffSeed } from './staff.ts';

export type Domain = 'support' | 'admin' | 'customer';

/** One entry of `people` in demo.json. `accounts` holds identifiers as they stand in a delegation: `account/<id>`. */
export interface DemoPerson {
  domain: Domain;
  login: string;
  password: string;
  roles: string[];
  groups: string[];
  id: string;
  iss: string;
  sub: string;
  person: string;
  accounts: string[];
  marks: Mark[];
}

export interface IdentityProviderPerson {
  sub: string;
  login: string;
  password: string;
  name: string;
  email: string;
  groups: string[];
  employeeId?: string;
  note: string;
}

export interface Directory {
  people: {
    id: string;
    domain: Domain;
    iss: string;
    sub: string;
    person: string;
    name: string;
    email: string;
    groups: string[];
    minor?: true;
  }[];
  accounts: { id: string; backend: 'accounts'; owner: string; consenters: string[]; label: string }[];
  marks: { id: string; marks: Mark[] }[];
}

export interface DemoWorld {
  people: DemoPerson[];
  directory: Directory;
  accountsSeed: { accounts: AccountSeed[] };
  identityProviderPeople: Record<Domain, IdentityProviderPerson[]>;
  identityProviderClients: IdentityProviderClients;
  signIn: SignInClients;
}

export interface WorldAddresses {
  identityProviderUrl: string;
  consoleUrl: string;
  /** Where customers sign in at the accounts API itself. */
  accountsPagesUrl: string;
  /** Of the confidential clients. Without it they are derived from the client's name, which is for trials only. */
  clientSecrets?: ClientSecrets;
}

interface Resident {
  demo: DemoPerson;
  name: string;
  email: string;
  note: string;
  employeeId?: string;
  accounts: AccountSeed[];
}

const ID_PREFIX = { support: 'agt', admin: 'adm', customer: 'cus' } as const;

const idOf = (domain: Domain, login: string): string => stableId(ID_PREFIX[domain], domain, login);

function staffResident(seed: StaffSeed, identityProviderUrl: string): Resident {
  const { domain, login, name, title, employeeId, groups } = seed;
  return {
    demo: {
      domain,
      login,
      password: `demo-${login}`,
      roles: [...new Set(groups.flatMap((group) => ROLE_OF_GROUP[group] ?? []))],
      groups: [...groups],
      id: idOf(domain, login),
      iss: `${identityProviderUrl}/${domain}`,
      sub: stableSubject(domain, login),
      person: employeeId,
      accounts: [],
      marks: [],
    },
    name,
    email: `${login}@northwind.example.com`,
    note: title,
    employeeId,
    accounts: [],
  };
}

function customerResident(seed: CustomerSeed, identityProviderUrl: string): Resident {
  const { login, name, company, note, marks, employeeId } = seed;
  const id = idOf('customer', login);
  const sub = stableSubject('customer', login);
  const email = `${login}@example.org`;
  const accounts = accountsOf({ id, sub, login, name, email, company });
  return {
    demo: {
      domain: 'customer',
      login,
      password: `demo-${login}`,
      roles: [],
      groups: [],
      id,
      iss: `${identityProviderUrl}/customer`,
      sub,
      person: employeeId ?? id,
      accounts: accounts.map((account) => `account/${account.id}`),
      marks: [...marks],
    },
    name,
    email,
    note,
    accounts,
  };
}

function directoryOf(residents: Resident[]): Directory {
  return {
    people: residents.map(({ demo, name, email }) => ({
      id: demo.id,
      domain: demo.domain,
      iss: demo.iss,
      sub: demo.sub,
      person: demo.person,
      name,
      email,
      groups: demo.groups,
      ...(demo.marks.includes('minor') ? { minor: true as const } : {}),
    })),
    accounts: residents.flatMap(({ accounts }) =>
      accounts.map(({ id, owner, consenters, label }) => ({
        id,
        backend: 'accounts' as const,
        owner: owner.id,
        consenters,
        label,
      })),
    ),
    marks: residents
      .filter(({ demo }) => demo.marks.length > 0)
      .map(({ demo }) => ({ id: demo.id, marks: demo.marks })),
  };
}

function identityProviderPerson({ demo, name, email, note, employeeId }: Resident): IdentityProviderPerson {
  const { sub, login, password, groups } = demo;
  return {
    sub,
    login,
    password,
    name,
    email,
    groups,
    note,
    ...(employeeId === undefined ? {} : { employeeId }),
  };
}

/** Northwind Cloud, an invented company: the same people, ids and data on every machine, whatever the addresses. */
export function demoWorld(addresses: WorldAddresses): DemoWorld {
  const { identityProviderUrl } = addresses;
  const residents = [
    ...STAFF.map((seed) => staffResident(seed, identityProviderUrl)),
    ...customers().map((seed) => customerResident(seed, identityProviderUrl)),
  ];
  const atIssuer = (domain: Domain): IdentityProviderPerson[] =>
    residents.filter(({ demo }) => demo.domain === domain).map(identityProviderPerson);
  return {
    people: residents.map(({ demo }) => demo),
    directory: directoryOf(residents),
    accountsSeed: { accounts: residents.flatMap(({ accounts }) => accounts) },
    identityProviderPeople: {
      support: atIssuer('support'),
      admin: atIssuer('admin'),
      customer: atIssuer('customer'),
    },
    identityProviderClients: identityProviderClients(addresses),
    signIn: signInClients(addresses),
  };
}
