import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tokens } from '@countersign/client';
import { eq, sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { certificates } from '#bin/launch/certificates.ts';
import { type ConsoleDatabase, serve } from '#bin/launch/console-database.ts';
import { clientKey, keyPath } from '#bin/launch/keys.ts';
import { type Database, database, openDatabase } from '#lib/database/client.ts';
import { migrateDatabase } from '#lib/database/migrate.ts';
import { doors } from '#lib/doors.ts';
import { freePort } from '#test/free-port.ts';
import { doorAdapter, type Flow } from './adapter.ts';
import { endSignIn } from './end-sign-in.ts';
import { hashHandle } from './handle.ts';
import { refreshSignIn } from './refresh-sign-in.ts';
import { findSignIn, replaceProfile } from './sign-ins.ts';
import { tablesOf } from './tables.ts';
import { openTokenEndpoint, type TokenEndpoint } from './test/fake-token-endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-console-'));
let broker: TokenEndpoint;
let otherConsole: Database;
let embedded: ConsoleDatabase | undefined;

beforeAll(async () => {
  const names = doors.map((door) => `console-${door}`);
  await certificates(folder, ['broker', ...names], new Date());
  for (const name of names) await clientKey(folder, name);
  broker = await openTokenEndpoint(join(folder, 'tls'));
  const { url, connections } = await openConsoleDatabase();
  const perDoor = doors.map((door) => {
    const prefix = door.toUpperCase();
    return {
      [`AUTH_SECRET_${prefix}`]: randomBytes(32).toString('hex'),
      [`${prefix}_ISSUER`]: 'http://localhost:1',
      [`${prefix}_CLIENT_ID`]: 'console',
      [`${prefix}_CLIENT_SECRET`]: 'secret',
      [`${prefix}_BROKER_CLIENT_ID`]: `console-${door}`,
      [`${prefix}_BROKER_KEY`]: keyPath(folder, `console-${door}`),
      [`${prefix}_TLS_CERT`]: join(folder, 'tls', `console-${door}.crt`),
      [`${prefix}_TLS_KEY`]: join(folder, 'tls', `console-${door}.key`),
    };
  });
  Object.assign(process.env, ...perDoor, {
    CONSOLE_URL: 'http://localhost:3000',
    CONSOLE_DATABASE_URL: url,
    CONSOLE_MASTER_KEY: randomBytes(32).toString('base64'),
    BROKER_URL: broker.issuer,
    BROKER_CA: join(folder, 'tls', 'ca.crt'),
    LOG_LEVEL: 'silent',
  });
  await migrateDatabase(database());
  otherConsole = openDatabase({ url, connections });
}, 180_000);

afterAll(async () => {
  await Promise.all([database(), otherConsole].map((one) => one.$client.end({ timeout: 1 })));
  await embedded?.close();
  await broker?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  broker.used.length = 0;
  broker.revoked.length = 0;
  broker.failure = undefined;
});

/** PostgreSQL in the `db` project; elsewhere the embedded database as the launcher serves it. */
async function openConsoleDatabase(): Promise<{ url: string; connections: number }> {
  const server = inject('databaseUrl') as string | undefined;
  if (server === undefined) {
    embedded = await serve(undefined, await freePort());
    return { url: embedded.url, connections: 1 };
  }
  const url = new URL(server);
  url.pathname = `/console_${randomBytes(6).toString('hex')}`;
  const admin = postgres(server, { max: 1 });
  await admin.unsafe(`create database ${url.pathname.slice(1)}`);
  await admin.end();
  return { url: url.href, connections: 4 };
}

let people = 0;

/** Goes through the adapter as next-auth does on the way back from the identity provider. */
async function signIn(options: { expiresInMs: number; browserHad?: string }) {
  people += 1;
  const refreshToken = `refresh-of-${people}`;
  const tokens: Tokens = {
    accessToken: `access-of-${people}`,
    refreshToken,
    tokenType: 'DPoP',
    scope: '',
    expiresAt: new Date(Date.now() + options.expiresInMs),
  };
  const profile = { name: 'Ana', email: 'one@address.example', roles: [], groups: [], scopes: [] };
  const flow: Flow = { isCallback: true, exchanged: { subject: `agt_${people}`, profile, tokens } };
  const adapter = doorAdapter('support', flow);
  if (options.browserHad !== undefined) {
    expect(await adapter.getSessionAndUser?.(options.browserHad)).toBeNull();
  }
  const user = await adapter.createUser?.({
    id: 'x',
    name: 'Ana',
    email: 'one@address.example',
    emailVerified: null,
  });
  if (user === undefined) throw new Error('the adapter makes users');
  await adapter.linkAccount?.({
    userId: user.id,
    type: 'oidc',
    provider: 'support',
    providerAccountId: `sub-${people}`,
    access_token: 'provider-access',
    id_token: 'provider-id-token',
    refresh_token: 'provider-refresh',
  });
  const handle = crypto.randomUUID();
  await adapter.createSession?.({
    sessionToken: handle,
    userId: user.id,
    expires: new Date(Date.now() + 3_600_000),
  });
  return { handle, userId: user.id, refreshToken, adapter };
}

describe('a sign-in in the database', () => {
  it('holds no handle and no token in the clear', async () => {
    const { handle, refreshToken } = await signIn({ expiresInMs: 300_000 });
    const { users, accounts, sessions, signIns } = tablesOf.support;
    const all = await Promise.all(
      [users, accounts, sessions, signIns].map((table) => database().select().from(table)),
    );
    const text = JSON.stringify(all);
    for (const secret of [
      handle,
      refreshToken,
      `access-of-${people}`,
      'provider-access',
      'provider-id-token',
      'provider-refresh',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(await findSignIn(database(), 'support', handle)).toMatchObject({
      refreshToken,
      subject: `agt_${people}`,
    });
  });

  it('opens at its own door only', async () => {
    const { handle } = await signIn({ expiresInMs: 300_000 });
    expect(await findSignIn(database(), 'admin', handle)).toBeUndefined();
  });

  it('is two people when two accounts share an e-mail address', async () => {
    const first = await signIn({ expiresInMs: 300_000 });
    const second = await signIn({ expiresInMs: 300_000 });
    expect(second.userId).not.toBe(first.userId);
    expect(await second.adapter.getUserByEmail?.('one@address.example')).toBeNull();
  });

  it('ends, here and at the broker, when somebody signs in over it', async () => {
    const first = await signIn({ expiresInMs: 300_000 });
    const second = await signIn({ expiresInMs: 300_000, browserHad: first.handle });
    expect(await findSignIn(database(), 'support', first.handle)).toBeUndefined();
    expect(broker.revoked).toEqual([first.refreshToken]);
    expect(await findSignIn(database(), 'support', second.handle)).toBeDefined();
  });

  it('is drawn as what its person may do now, with the tokens that it has, and nobody else’s is', async () => {
    const { handle, refreshToken } = await signIn({ expiresInMs: 300_000 });
    const other = await signIn({ expiresInMs: 300_000 });
    const profile = { name: 'Ana', roles: ['agent'], groups: ['support-agents'], scopes: ['delegation.run'] };
    await replaceProfile(database(), 'support', handle, profile);
    const found = await findSignIn(database(), 'support', handle);
    expect(found).toMatchObject({ profile, refreshToken, accessToken: `access-of-${people - 1}` });
    expect((await findSignIn(database(), 'support', other.handle))?.profile.scopes).toEqual([]);
  });

  it('is over when its session is past its end', async () => {
    const { handle } = await signIn({ expiresInMs: 300_000 });
    const { sessions } = tablesOf.support;
    await database()
      .update(sessions)
      .set({ expires: sql`now() - interval '1 second'` })
      .where(eq(sessions.sessionToken, hashHandle(handle)));
    expect(await findSignIn(database(), 'support', handle)).toBeUndefined();
  });
});

describe('refreshing', () => {
  it('happens once, however many ask in however many processes', async () => {
    const { handle, refreshToken } = await signIn({ expiresInMs: 5_000 });
    const asked = [database(), otherConsole, database(), otherConsole].map((one) =>
      refreshSignIn(one, 'support', handle),
    );
    const answers = await Promise.all(asked);
    expect(broker.used).toEqual([refreshToken]);
    expect(new Set(answers.map((answer) => answer?.accessToken)).size).toBe(1);
    expect(answers[0]).toMatchObject({
      refreshToken: 'refresh-1',
      profile: { roles: ['agent'], name: 'Ana' },
    });
    expect([...broker.certificates].join()).toContain('spiffe://countersign.demo/console-support');
  });

  it('is not done while the token is good', async () => {
    const { handle } = await signIn({ expiresInMs: 120_000 });
    await refreshSignIn(database(), 'support', handle);
    expect(broker.used).toEqual([]);
  });

  it('ends the sign-in when the broker has ended it', async () => {
    const { handle } = await signIn({ expiresInMs: 5_000 });
    broker.failure = { status: 400, error: 'invalid_grant' };
    expect(await refreshSignIn(database(), 'support', handle)).toBeUndefined();
    expect(await findSignIn(database(), 'support', handle)).toBeUndefined();
  });

  it('ends nothing when the broker is only away', async () => {
    const { handle, refreshToken } = await signIn({ expiresInMs: 5_000 });
    broker.failure = { status: 503, error: 'temporarily_unavailable' };
    await expect(refreshSignIn(database(), 'support', handle)).rejects.toThrow('temporarily_unavailable');
    expect(await findSignIn(database(), 'support', handle)).toMatchObject({ refreshToken });
  });
});

describe('signing out', () => {
  it('deletes the row and revokes the family, once', async () => {
    const { handle, refreshToken } = await signIn({ expiresInMs: 300_000 });
    await endSignIn('support', handle);
    await endSignIn('support', handle);
    expect(await findSignIn(database(), 'support', handle)).toBeUndefined();
    expect(broker.revoked).toEqual([refreshToken]);
  });
});
