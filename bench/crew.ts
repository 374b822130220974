import type { DemoPerson, DemoWorld, Directory } from '#examples/demo-world/world.ts';

/** An agent and the customer for whom this agent acts. */
export interface Pair {
  agent: DemoPerson;
  customer: DemoPerson;
}

/** An agent is in one session at a time, so many sessions at once take as many agents. */
export function crew(count: number, identityProvider: string): Pair[] {
  return Array.from({ length: count }, (_, i) => {
    const n = String(i).padStart(4, '0');
    const who = (domain: 'support' | 'customer', prefix: string) => ({
      domain,
      login: `${domain}-${n}`,
      password: '',
      roles: [],
      id: `${prefix}_bench${n}`,
      iss: `${identityProvider}/${domain}`,
      sub: `bench-${domain}-${n}`,
      marks: [],
    });
    return {
      agent: {
        ...who('support', 'agt'),
        groups: ['support-agents'],
        person: `B-${n}`,
        accounts: [],
      },
      customer: {
        ...who('customer', 'cus'),
        groups: [],
        person: `cus_bench${n}`,
        accounts: [`account/bench-${n}`],
      },
    };
  });
}

/** Admins of one group. They see every entry of the log, so one event concerns them all. */
export function admins(group: string, count: number, identityProvider: string): DemoPerson[] {
  return Array.from({ length: count }, (_, i) => ({
    domain: 'admin',
    login: `${group}-${i}`,
    password: '',
    roles: [],
    groups: [group],
    id: `adm_bench${group.replaceAll('-', '')}${i}`,
    iss: `${identityProvider}/admin`,
    sub: `bench-${group}-${i}`,
    person: `W-${group}-${i}`,
    accounts: [],
    marks: [],
  }));
}

/** The demo's directory and these people in it. */
export function directoryWith({ directory }: DemoWorld, pairs: Pair[], others: DemoPerson[]): Directory {
  return {
    ...directory,
    people: [
      ...directory.people,
      ...[...pairs.flatMap(({ agent, customer }) => [agent, customer]), ...others].map(
        ({ id, domain, iss, sub, person, login, groups }) => ({
          id,
          domain,
          iss,
          sub,
          person,
          name: login,
          email: `${login}@example.org`,
          groups,
        }),
      ),
    ],
    accounts: [
      ...directory.accounts,
      ...pairs.map(({ customer }) => ({
        id: (customer.accounts[0] ?? '').replace('account/', ''),
        backend: 'accounts' as const,
        owner: customer.id,
        consenters: [customer.id],
        label: customer.login,
      })),
    ],
  };
}
