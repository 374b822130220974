import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { accountsApp } from './app.ts';
import { ConfigurationError, readConfig } from './config.ts';
import { openStore } from './store/open-store.ts';
import { type Seed, seedOnce } from './store/seed.ts';
import { credentials, profiles } from './store/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'accounts-api-'));
const data = join(folder, 'data');
let store = await openStore(data);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const seed: Seed = {
  accounts: [
    {
      id: '8f2c',
      label: 'Low Tide Salvage',
      owner: { id: 'cus_one', sub: 'sub-one' },
      consenters: ['cus_one'],
      profile: {
        name: 'Noël Abernathy-Okonkwo',
        email: 'noel@example.org',
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
      sessions: [],
      invoices: [],
      team: [{ id: 'member1', name: 'Noël Abernathy-Okonkwo', email: 'noel@example.org', role: 'owner' }],
    },
  ],
};

describe('the accounts API', () => {
  const app = accountsApp(store);

  it('says that it is well', async () => {
    expect((await app.request('/healthz')).status).toBe(200);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/accounts/8f2c/profile'],
    ['POST', '/accounts/8f2c/credentials/key1/rotate'],
    ['DELETE', '/healthz'],
    ['PUT', '/no/such/path'],
    ['OPTIONS', '/accounts/8f2c'],
  ])('refuses %s %s with a challenge', async (method, path) => {
    for (const headers of [{}, { authorization: 'Bearer abc' }, { authorization: 'DPoP abc', dpop: 'abc' }]) {
      const response = await app.request(path, { method, headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('DPoP algs="ES256 PS256 Ed25519"');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    }
  });
});

describe('the store', () => {
  it('takes all of a seed or nothing of it', async () => {
    await expect(seedOnce(store, { accounts: [...seed.accounts, ...seed.accounts] })).rejects.toThrow();
    expect(await store.database.select().from(profiles)).toEqual([]);
  });

  it('is seeded once, and keeps later changes through a restart', async () => {
    expect(await seedOnce(store, seed)).toBe(true);
    await store.database
      .update(profiles)
      .set({ phone: '+1 202 555 0199' })
      .where(eq(profiles.accountId, '8f2c'));
    await store.close();
    store = await openStore(data);
    expect(await seedOnce(store, seed)).toBe(false);
    const phones = await store.database.select({ phone: profiles.phone }).from(profiles);
    expect(phones).toEqual([{ phone: '+1 202 555 0199' }]);
    expect(await store.database.select().from(credentials)).toMatchObject([
      { scopes: ['objects:read'], lastUsedAt: null },
    ]);
  });
});

describe('the configuration of the accounts API', () => {
  it.each([
    [{}, 'ACCOUNTS_URL'],
    [{ ACCOUNTS_URL: 'http://localhost:3002' }, 'ACCOUNTS_URL'],
    [{ ACCOUNTS_PORT: '0' }, 'ACCOUNTS_PORT'],
  ])('refuses what is not right, with a sentence', (environment, name) => {
    expect(() => readConfig(environment)).toThrow(ConfigurationError);
    expect(() => readConfig(environment)).toThrow(name);
  });

  it('refuses a certificate that cannot be read', () => {
    const environment = {
      ACCOUNTS_URL: 'https://localhost:3002',
      ACCOUNTS_PORT: '3002',
      ACCOUNTS_TLS_CERT: join(folder, 'none.crt'),
      ACCOUNTS_TLS_KEY: join(folder, 'none.key'),
      ACCOUNTS_TLS_CA: join(folder, 'ca.crt'),
      ACCOUNTS_DATA: folder,
      BROKER_URL: 'https://localhost:3001',
    };
    expect(() => readConfig(environment)).toThrow('ACCOUNTS_TLS_CERT names');
  });
});
