import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const accountId = () =>
  text('account_id')
    .notNull()
    .references(() => accounts.id);

/** `owner` is the broker's id of the customer, `ownerSubject` the customer issuer's. */
export const accounts = pgTable('accounts', {
  id: text('id').primaryKey(),
  label: text('label').notNull(),
  owner: text('owner').notNull(),
  ownerSubject: text('owner_subject').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const profiles = pgTable('profiles', {
  accountId: accountId().primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  phone: text('phone').notNull(),
  company: text('company').notNull(),
  address: text('address').notNull(),
  language: text('language').notNull(),
});

export const settings = pgTable(
  'settings',
  {
    accountId: accountId(),
    key: text('key').notNull(),
    title: text('title').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.key] })],
);

/**
 * What can be shown of a credential, and the SHA-256 of its secret; the secret itself is never kept. One that
 * was replaced for the customer has no secret at all until they collect it: it is made at that moment.
 */
export const credentials = pgTable(
  'credentials',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    lastFour: text('last_four').notNull(),
    scopes: jsonb('scopes').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    secretHash: text('secret_hash').unique(),
    isAwaitingPickup: boolean('is_awaiting_pickup').notNull().default(false),
    rotatedAt: instant('rotated_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

/** The customer's own sign-ins at Northwind, not those of a delegation. */
export const sessions = pgTable(
  'sessions',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    device: text('device').notNull(),
    place: text('place').notNull(),
    address: text('address').notNull(),
    startedAt: instant('started_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

export const invoices = pgTable(
  'invoices',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    number: text('number').notNull(),
    status: text('status', { enum: ['paid', 'open', 'overdue'] }).notNull(),
    issuedOn: date('issued_on', { mode: 'string' }).notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
    lines: jsonb('lines').$type<{ title: string; amountMinor: number }[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

export const teamMembers = pgTable(
  'team_members',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'developer', 'billing', 'viewer'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

/** DPoP proofs that were used (RFC 9449 §11.1): kept here so that a restart or a second node forgets none. */
export const usedProofs = pgTable('used_proofs', {
  key: text('key').primaryKey(),
  until: instant('until').notNull(),
});

/** What the demo's customers find in their mailbox, instead of a mail server. */
export const mails = pgTable('mails', {
  id: text('id').primaryKey(),
  accountId: accountId(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  link: text('link'),
  sentAt: instant('sent_at').notNull(),
});

export const passwordResets = pgTable('password_resets', {
  tokenHash: text('token_hash').primaryKey(),
  accountId: accountId(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});

/** A customer signed in at the pages of this program; the cookie holds the handle, this its hash. */
export const pageSessions = pgTable('page_sessions', {
  handleHash: text('handle_hash').primaryKey(),
  subject: text('subject').notNull(),
  name: text('name').notNull(),
  formToken: text('form_token').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/** A sign-in on its way to the issuer and back; taken out when it returns, once. */
export const signInAttempts = pgTable('sign_in_attempts', {
  handleHash: text('handle_hash').primaryKey(),
  state: text('state').notNull(),
  nonce: text('nonce').notNull(),
  verifier: text('verifier').notNull(),
  returnTo: text('return_to').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

export const schemaVersions = pgTable('schema_versions', { version: integer('version').primaryKey() });
