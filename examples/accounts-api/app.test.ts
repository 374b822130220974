import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from './config.ts';
import { openStore } from './store/open-store.ts';
import { seedOnce } from './store/seed.ts';
import { credentials, profiles } from './store/tables.ts';
import { seed } from './test/seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'accounts-api-'));
const data = join(folder, 'data');
let store = await openStore(data);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
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
    const [profile] = await store.database.select().from(profiles).where(eq(profiles.accountId, '8f2c'));
    expect(profile?.phone).toBe('+1 202 555 0199');
    const [key] = await store.database.select().from(credentials).where(eq(credentials.accountId, '8f2c'));
    expect(key).toMatchObject({ scopes: ['objects:read'], lastUsedAt: null, secretHash: null });
  });
});

describe('the configuration of the accounts API', () => {
  const complete = {
    ACCOUNTS_URL: 'https://localhost:3002',
    ACCOUNTS_PORT: '3002',
    ACCOUNTS_TLS_CERT: join(folder, 'none.crt'),
    ACCOUNTS_TLS_KEY: join(folder, 'none.key'),
    ACCOUNTS_TLS_CA: join(folder, 'ca.crt'),
    ACCOUNTS_DATA: folder,
    ACCOUNTS_BROKER_CLIENT_ID: 'svc_accounts',
    ACCOUNTS_PAGES_URL: 'http://localhost:3005',
    ACCOUNTS_PAGES_PORT: '3005',
    ACCOUNTS_SIGN_IN_ISSUER: 'http://localhost:3003/customer',
    ACCOUNTS_SIGN_IN_CLIENT_ID: 'accounts-api',
    ACCOUNTS_SIGN_IN_CLIENT_SECRET: 'secret',
    BROKER_URL: 'https://localhost:3001',
  };

  it.each([
    [{ ACCOUNTS_URL: undefined }, 'ACCOUNTS_URL'],
    [{ ACCOUNTS_URL: 'http://localhost:3002' }, 'ACCOUNTS_URL'],
    [{ ACCOUNTS_PORT: '0' }, 'ACCOUNTS_PORT'],
    [{ ACCOUNTS_PAGES_URL: 'http://localhost:3005/' }, 'ACCOUNTS_PAGES_URL'],
    [{ BROKER_URL: 'http://localhost:3001' }, 'BROKER_URL'],
  ])('refuses what is not right, with a sentence', (change, name) => {
    expect(() => readConfig({ ...complete, ...change })).toThrow(ConfigurationError);
    expect(() => readConfig({ ...complete, ...change })).toThrow(name);
  });

  it('refuses a certificate that cannot be read', () => {
    expect(() => readConfig(complete)).toThrow('ACCOUNTS_TLS_CERT names');
  });
});
