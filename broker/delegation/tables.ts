import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Obligations } from '../policy/verdict.ts';
import type { Statement } from '../signing/statement.ts';
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
    actorRoles: jsonb('actor_roles').$type<string[]>().notNull(),
    subjectId: text('subject_id').notNull(),
    requested: jsonb('requested').$type<DelegationSession[]>().notNull(),
    /** The request, intersected with every signed narrowing. */
    effective: jsonb('effective').$type<DelegationSession[]>().notNull(),
    justification: text('justification').notNull(),
    emergency: boolean('emergency').notNull(),
    obligations: jsonb('obligations').$type<Obligations>().notNull(),
    policyVersion: text('policy_version').notNull(),
    detailsHash: text('details_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    decideBy: instant('decide_by').notNull(),
    notBefore: instant('not_before'),
    startWithinSeconds: integer('start_within_s').notNull(),
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
    index('delegations_decide_by').on(table.decideBy).where(sql`status = 'pending'`),
    index('delegations_start_by').on(table.startBy).where(sql`status = 'granted'`),
  ],
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
    comment: text('comment').notNull(),
    statement: jsonb('statement').$type<Statement>().notNull(),
    challenge: text('challenge').notNull(),
    method: text('method').$type<'session'>().notNull(),
    signedAt: instant('signed_at').notNull(),
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
  statement: jsonb('statement').$type<Statement>().notNull(),
  challenge: text('challenge').notNull(),
  method: text('method').$type<'session'>().notNull(),
  signedAt: instant('signed_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});
