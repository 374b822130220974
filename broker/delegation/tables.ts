import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Obligations } from '../policy/verdict.ts';
import { signatureColumns } from '../signing/tables.ts';
import type { Declaration } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import type { Status } from './lifecycle.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const delegations = pgTable(
  'delegations',
  {
    id: text('id').primaryKey(),
    status: text('status').$type<Status>().notNull(),
    revision: integer('revision').notNull().default(1),
    /** Counts every change: who read an older number has lost the race. */
    changes: integer('changes').notNull().default(0),
    clientId: text('client_id').notNull(),
    actorId: text('actor_id').notNull(),
    actorPerson: text('actor_person'),
    /** The human being behind the actor: of a service, who answers for it. */
    behindPerson: text('behind_person'),
    /** The delegation that this one would go on from. */
    extendsId: text('extends_id'),
    /** The customer's offer that stands in for a consent, as it was used up. */
    offer: jsonb('offer').$type<{ id: string; customerId: string; hash: string; at: string }>(),
    actorRoles: jsonb('actor_roles').$type<string[]>().notNull(),
    subjectId: text('subject_id').notNull(),
    requested: jsonb('requested').$type<DelegationSession[]>().notNull(),
    /** The request, intersected with every signed narrowing. */
    effective: jsonb('effective').$type<DelegationSession[]>().notNull(),
    justification: text('justification').notNull(),
    emergency: boolean('emergency').notNull(),
    declaration: jsonb('declaration').$type<Declaration>(),
    obligations: jsonb('obligations').$type<Obligations>().notNull(),
    policyVersion: text('policy_version').notNull(),
    detailsHash: text('details_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    decideBy: instant('decide_by').notNull(),
    notBefore: instant('not_before'),
    /** The latest start that a signer has set; null: as asked. */
    startNotBefore: instant('start_not_before'),
    startWithinSeconds: integer('start_within_s').notNull(),
    /** When somebody has to be reminded of it next. */
    remindAt: instant('remind_at'),
    grantedAt: instant('granted_at'),
    startBy: instant('start_by'),
    expiresAt: instant('expires_at'),
    endedAt: instant('ended_at'),
    endedKind: text('ended_kind').$type<
      'agent' | 'customer' | 'admin' | 'expiry' | 'policy' | 'signal' | 'detection'
    >(),
    endedById: text('ended_by_id'),
    endedReason: text('ended_reason'),
    /** The log's entry of the grant. */
    grantEntryId: text('grant_entry_id'),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [
    index('delegations_actor').on(table.actorId, table.id),
    index('delegations_subject').on(table.subjectId, table.id),
    index('delegations_status').on(table.status, table.id),
    /** One open extension of a delegation at a time. */
    uniqueIndex('delegations_one_open_extension')
      .on(table.extendsId)
      .where(sql`status = 'pending' and extends_id is not null`),
    index('delegations_extends').on(table.extendsId),
    index('delegations_decide_by').on(table.decideBy).where(sql`status = 'pending'`),
    index('delegations_remind_at').on(table.remindAt).where(sql`status = 'pending'`),
    index('delegations_start_by').on(table.startBy).where(sql`status = 'granted'`),
  ],
);

/**
 * Owed since the grant for what policy wants looked at afterwards. When it is due follows from the end of the
 * delegation; how many look, and within what time, is as policy said at the grant.
 */
export const postReviews = pgTable(
  'post_reviews',
  {
    delegationId: text('delegation_id')
      .primaryKey()
      .references(() => delegations.id),
    openedAt: instant('opened_at').notNull(),
    withinSeconds: integer('within_s').notNull(),
    needed: integer('needed').notNull(),
    /** Counts every change: who read an older number has lost the race. */
    changes: integer('changes').notNull().default(0),
    verdict: text('verdict').$type<'justified' | 'not_justified' | 'abuse'>(),
    decidedAt: instant('decided_at'),
    overdueAlertedAt: instant('overdue_alerted_at'),
  },
  (table) => [index('post_reviews_open').on(table.delegationId).where(sql`verdict is null`)],
);

/** Signed statements: an approver's reviews. */
export const reviews = pgTable(
  'reviews',
  {
    id: text('id').primaryKey(),
    delegationId: text('delegation_id')
      .notNull()
      .references(() => delegations.id),
    revision: integer('revision').notNull(),
    /** The delegation's `changes` when it was signed: the order of signatures, whatever clocks say. */
    sequence: integer('sequence').notNull(),
    signerId: text('signer_id').notNull(),
    signerPerson: text('signer_person').notNull(),
    decision: text('decision').$type<'approve' | 'deny' | 'ask'>().notNull(),
    narrowed: jsonb('narrowed').$type<DelegationSession[]>(),
    notBefore: instant('not_before'),
    comment: text('comment').notNull(),
    ...signatureColumns(),
    signedAt: instant('signed_at').notNull(),
    /** What the agent said to a question; set once. */
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [
    uniqueIndex('reviews_order').on(table.delegationId, table.sequence),
    /** One person approves a revision once, whatever accounts that person has. */
    uniqueIndex('reviews_one_approval_per_person')
      .on(table.delegationId, table.revision, table.signerPerson)
      .where(sql`decision = 'approve'`),
  ],
);

/** Signed statements: the customer's answer. One per delegation and revision. */
export const consents = pgTable('consents', {
  delegationId: text('delegation_id')
    .primaryKey()
    .references(() => delegations.id),
  signerId: text('signer_id').notNull(),
  decision: text('decision').$type<'give' | 'refuse'>().notNull(),
  narrowed: jsonb('narrowed').$type<DelegationSession[]>(),
  ...signatureColumns(),
  signedAt: instant('signed_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});

/** Agents whom a customer wants to hear no more of. */
export const blocks = pgTable(
  'blocks',
  {
    customerId: text('customer_id').notNull(),
    actorId: text('actor_id').notNull(),
    /** The human being behind the actor, or who answers for the service: all their accounts are meant. */
    personId: text('person_id'),
    blockedAt: instant('blocked_at').notNull(),
    /** Everything that was open has ended. Null: a broker is at it, or one stopped midway. */
    settledAt: instant('settled_at'),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.actorId] }),
    index('blocks_unsettled').on(table.blockedAt).where(sql`settled_at is null`),
  ],
);

/** One row for each who asks, by person where one is known: who files or blocks holds it, and two at once take turns. */
export const requestTurns = pgTable('request_turns', {
  holder: text('holder').primaryKey(),
  turns: integer('turns').notNull(),
});

/** Tickets that anybody has asked for or that the help desk has spoken of. Held by who files, so that a closing waits. */
export const tickets = pgTable(
  'tickets',
  {
    ref: text('ref').primaryKey(),
    /** Null: open. */
    closedAt: instant('closed_at'),
    closedById: text('closed_by_id'),
    /** Of a closed one: everything that was open for it has ended. Null: a broker is at it, or one stopped midway. */
    settledAt: instant('settled_at'),
  },
  (table) => [
    index('tickets_unsettled').on(table.closedAt).where(sql`closed_at is not null and settled_at is null`),
  ],
);

/** What a customer allows before anybody asks: once, to whoever was told the code. The code is kept as its hash only. */
export const offers = pgTable(
  'offers',
  {
    id: text('id').primaryKey(),
    customerId: text('customer_id').notNull(),
    codeHash: text('code_hash').notNull().unique(),
    identifier: text('identifier').notNull(),
    actions: jsonb('actions').$type<string[]>().notNull(),
    maxDurationSeconds: integer('max_duration_s').notNull(),
    /** Over everything that is offered, as the log has it. */
    hash: text('hash').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    usedAt: instant('used_at'),
    delegationId: text('delegation_id'),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [index('offers_customer').on(table.customerId, table.id)],
);

/** How often an actor has named a code lately, right or wrong. */
export const offerTries = pgTable('offer_tries', {
  actorId: text('actor_id').primaryKey(),
  tries: integer('tries').notNull(),
  expiresAt: instant('expires_at').notNull(),
});
