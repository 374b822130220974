import { index, jsonb, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core';
import type { Lapses } from './lapses.ts';
import type { Level } from './level.ts';
import type { Mark, PeopleDomain } from './principal.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** The human being behind one or more accounts. Being disabled lives here, so it holds for all of them at once. */
export const persons = pgTable('persons', {
  id: text('id').primaryKey(),
  /** The stable claim of the staff issuers; null where no issuer and no directory names the person. */
  key: text('key').unique(),
  disabledAt: instant('disabled_at'),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});

/** Nothing that began up to `at` and stands on this counts any more. It only ever moves forward. */
export const notBefore = pgTable(
  'not_before',
  {
    level: text('level').$type<Level>().notNull(),
    id: text('id').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.id] })],
);

export const people = pgTable(
  'people',
  {
    id: text('id').primaryKey(),
    domain: text('domain').$type<PeopleDomain>().notNull(),
    iss: text('iss').notNull(),
    sub: text('sub').notNull(),
    personId: text('person_id')
      .notNull()
      .references(() => persons.id),
    name: text('name').notNull(),
    email: text('email'),
    /** As the issuer last gave them. */
    groups: jsonb('groups').$type<string[]>().notNull().default([]),
    /** Of these groups, or of later ones, what counts no more. Null: nothing ever lapsed. */
    lapses: jsonb('lapses').$type<Lapses>(),
    marks: jsonb('marks').$type<Mark[]>().notNull().default([]),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at'),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [
    unique('people_iss_sub').on(table.iss, table.sub),
    index('people_person').on(table.personId),
    index('people_domain_name').on(table.domain, table.name),
  ],
);

/** What a backend keeps, and whose it is. */
export const accounts = pgTable(
  'accounts',
  {
    backend: text('backend').notNull(),
    id: text('id').notNull(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => people.id),
    label: text('label').notNull(),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [primaryKey({ columns: [table.backend, table.id] }), index('accounts_owner').on(table.ownerId)],
);

/** The customers who may consent for an account. */
export const accountConsenters = pgTable(
  'account_consenters',
  {
    backend: text('backend').notNull(),
    accountId: text('account_id').notNull(),
    customerId: text('customer_id')
      .notNull()
      .references(() => people.id),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [
    primaryKey({ columns: [table.backend, table.accountId, table.customerId] }),
    index('account_consenters_customer').on(table.customerId),
  ],
);
