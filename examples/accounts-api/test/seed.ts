import type { Seed } from '../store/seed.ts';

type AccountSeed = Seed['accounts'][number];

function account(id: string, owner: string): AccountSeed {
  return {
    id,
    label: 'Low Tide Salvage',
    owner: { id: `cus_${owner}`, sub: `sub-${owner}` },
    consenters: [`cus_${owner}`],
    profile: {
      name: 'Noël Abernathy-Okonkwo',
      email: `${owner}@example.org`,
      phone: '+1 202 555 0100',
      company: 'Low Tide Salvage',
      address: '1 Harbour Row, Cork',
      language: 'en',
      createdAt: new Date('2024-01-01T00:00:00Z'),
    },
    settings: [{ key: 'region', title: 'Home region', value: 'eu-north' }],
    credentials: [
      {
        id: 'key1',
        name: 'Backup job',
        lastFour: '12ab',
        scopes: ['objects:read'],
        createdAt: new Date(0),
        lastUsedAt: null,
      },
    ],
    sessions: [
      {
        id: 'session1',
        device: 'Firefox on Linux',
        place: 'Cork',
        address: '203.0.113.9',
        startedAt: new Date('2026-10-01T00:00:00Z'),
        lastSeenAt: new Date('2026-10-02T00:00:00Z'),
      },
    ],
    invoices: [],
    team: [{ id: 'member1', name: 'Noël Abernathy-Okonkwo', email: 'noel@example.org', role: 'owner' }],
  };
}

/** One account of `cus_one` and two of others, one of whose ids begins with the first's. */
export const seed: Seed = {
  accounts: [account('8f2c', 'one'), account('8f2c9', 'two'), account('77aa', 'two')],
};
