import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { AlertKind, Severity } from './alert.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** What somebody has to look at. Never deleted: who was told when, and who said they had seen it. */
export const alerts = pgTable(
  'alerts',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<AlertKind>().notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    actorId: text('actor_id'),
    subjectId: text('subject_id'),
    delegationId: text('delegation_id'),
    sessionId: text('session_id'),
    /** What else it is about, by the broker's id. */
    target: text('target'),
    raisedAt: instant('raised_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
  },
  (table) => [
    index('alerts_raised').on(table.raisedAt),
    index('alerts_delegation').on(table.delegationId),
    index('alerts_session').on(table.sessionId),
  ],
);
