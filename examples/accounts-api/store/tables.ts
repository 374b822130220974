import { bigint, date, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

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

/** What can be shown of a credential; its secret is never kept here. */
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

export const schemaVersions = pgTable('schema_versions', { version: integer('version').primaryKey() });
