import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DelegationSession } from '../delegation/details.ts';
import { delegations } from '../delegation/tables.ts';
import type { EnderKind } from './lifecycle.ts';
import type { Budget, GrantKey, Level, Revealed } from './session.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** One use of a delegation. When it ends at the latest stands on the delegation, and only there. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    delegationId: text('delegation_id')
      .notNull()
      .references(() => delegations.id),
    clientId: text('client_id').notNull(),
    actorId: text('actor_id').notNull(),
    domain: text('domain').$type<'support' | 'service'>().notNull(),
    subjectId: text('subject_id').notNull(),
    status: text('status').$type<'live' | 'ended'>().notNull(),
    level: text('level').$type<Level>().notNull(),
    startedAt: instant('started_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    idleSeconds: integer('idle_s').notNull(),
    /** What its grant token is bound to. */
    grantKey: jsonb('grant_cnf').$type<GrantKey>().notNull(),
    /** Of the agent; null for services. */
    signInId: text('sign_in_id'),
    signInEndsAt: instant('actor_sign_in_ends_at'),
    /** The version that judged it last: under a newer one its tokens are inactive until it was judged again. */
    policyVersion: text('policy_version').notNull(),
    /** What the last token rests on, so that a further one on the same decision records none anew. */
    decisionId: text('decision_id'),
    budget: jsonb('budget').$type<Budget>().notNull(),
    callsUsed: integer('calls_used').notNull().default(0),
    denialsUsed: integer('denials_used').notNull().default(0),
    resourcesUsed: jsonb('resources_used').$type<string[]>().notNull().default([]),
    revealsUsed: integer('reveals_used').notNull().default(0),
    /** Null: nothing. A session from before there were masks has a seal without it. */
    revealed: jsonb('revealed').$type<Revealed>(),
    endedAt: instant('ended_at'),
    endedKind: text('ended_kind').$type<EnderKind>(),
    endedById: text('ended_by_id'),
    endedReason: text('ended_reason'),
    /** See broker/seals. Null: opens nothing. */
    seal: text('seal'),
  },
  (table) => [
    uniqueIndex('sessions_one_live_per_agent')
      .on(table.actorId)
      .where(sql`status = 'live' and domain = 'support'`),
    uniqueIndex('sessions_one_live_per_delegation').on(table.delegationId).where(sql`status = 'live'`),
    index('sessions_delegation').on(table.delegationId),
    index('sessions_actor').on(table.actorId, table.id),
    index('sessions_subject').on(table.subjectId, table.id),
    index('sessions_live').on(table.id).where(sql`status = 'live'`),
  ],
);

/** What was issued under a session, until it would have expired anyway. The token itself is kept nowhere. */
export const delegatedTokens = pgTable(
  'delegated_tokens',
  {
    jti: text('jti').primaryKey(),
    /** The token that a backend was called with and passed on; revoking that one revokes this. */
    parentJti: text('parent_jti'),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    delegationId: text('delegation_id').notNull(),
    resource: text('resource').notNull(),
    actions: jsonb('actions').$type<string[]>().notNull(),
    details: jsonb('details').$type<DelegationSession[]>().notNull(),
    /** Of the session when it was issued; what counts for a write is the session's level now. */
    level: text('level').$type<Level>().notNull(),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('delegated_tokens_session').on(table.sessionId),
    index('delegated_tokens_parent').on(table.parentJti),
    index('delegated_tokens_expires_at').on(table.expiresAt),
  ],
);

/** How often a client may ask for a delegation that is not decided yet; only ever grows. */
export const delegationPolls = pgTable('delegation_polls', {
  delegationId: text('delegation_id')
    .primaryKey()
    .references(() => delegations.id),
  intervalSeconds: integer('interval_s').notNull(),
  polledAt: instant('polled_at').notNull(),
  /** Whether the last poll came too early. */
  early: boolean('early').notNull(),
});
