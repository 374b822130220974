import { index, integer, jsonb, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Door } from '#lib/doors.ts';

export const supportSchema = pgSchema('support');
export const adminSchema = pgSchema('admin');
export const customerSchema = pgSchema('customer');

/** What the broker says about the person, as of the last exchange or refresh. */
export interface Profile {
  readonly name: string;
  readonly email?: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
}

function doorTables(schema: ReturnType<typeof pgSchema>) {
  const users = schema.table('users', {
    id: text('id')
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    name: text('name'),
    /** Shown, never a key: one address may belong to several accounts. */
    email: text('email'),
    emailVerified: timestamp('email_verified', { mode: 'date', withTimezone: true }),
    image: text('image'),
  });
  const accounts = schema.table(
    'accounts',
    {
      userId: text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      type: text('type').$type<'oauth' | 'oidc' | 'email' | 'webauthn'>().notNull(),
      provider: text('provider').notNull(),
      providerAccountId: text('provider_account_id').notNull(),
      refresh_token: text('refresh_token'),
      access_token: text('access_token'),
      expires_at: integer('expires_at'),
      token_type: text('token_type'),
      scope: text('scope'),
      id_token: text('id_token'),
      session_state: text('session_state'),
    },
    (account) => [primaryKey({ columns: [account.provider, account.providerAccountId] })],
  );
  const sessions = schema.table(
    'sessions',
    {
      /** SHA-256 of the handle in the cookie: who reads this table can open no session. */
      sessionToken: text('handle_hash').primaryKey(),
      userId: text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      expires: timestamp('expires_at', { mode: 'date', withTimezone: true }).notNull(),
    },
    (session) => [index().on(session.expires)],
  );
  const signIns = schema.table('sign_ins', {
    handleHash: text('handle_hash')
      .primaryKey()
      .references(() => sessions.sessionToken, { onDelete: 'cascade' }),
    /** The broker's `sub` of the exchanged token. */
    subject: text('subject').notNull(),
    profile: jsonb('profile').$type<Profile>().notNull(),
    /** Access and refresh token, AES-256-GCM. */
    sealedTokens: text('sealed_tokens').notNull(),
    accessExpiresAt: timestamp('access_expires_at', { mode: 'date', withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { mode: 'date', withTimezone: true }).notNull().defaultNow(),
  });
  return { users, accounts, sessions, signIns };
}

export const support = doorTables(supportSchema);
export const admin = doorTables(adminSchema);
export const customer = doorTables(customerSchema);

export const {
  users: supportUsers,
  accounts: supportAccounts,
  sessions: supportSessions,
  signIns: supportSignIns,
} = support;
export const {
  users: adminUsers,
  accounts: adminAccounts,
  sessions: adminSessions,
  signIns: adminSignIns,
} = admin;
export const {
  users: customerUsers,
  accounts: customerAccounts,
  sessions: customerSessions,
  signIns: customerSignIns,
} = customer;

export type DoorTables = ReturnType<typeof doorTables>;

export const tablesOf: Readonly<Record<Door, DoorTables>> = { support, admin, customer };
