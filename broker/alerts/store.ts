import { and, desc, eq, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import type { AlertId } from '../ids.ts';
import type { Alert, AlertKind, AlertState } from './alert.ts';
import { alerts } from './tables.ts';

type Row = typeof alerts.$inferSelect;

function stateOf({ acknowledgedAt, acknowledgedBy, resolvedAt }: Row): AlertState {
  const acknowledged = acknowledgedAt && acknowledgedBy ? { acknowledgedAt, acknowledgedBy } : undefined;
  if (resolvedAt) return { status: 'resolved', resolvedAt, ...acknowledged };
  return acknowledged ? { status: 'acknowledged', ...acknowledged } : { status: 'open' };
}

function alertOf(row: Row): Alert {
  return {
    id: row.id as AlertId,
    kind: row.kind,
    severity: row.severity,
    ...(row.actorId === null ? {} : { actorId: row.actorId }),
    ...(row.subjectId === null ? {} : { subjectId: row.subjectId }),
    ...(row.delegationId === null ? {} : { delegationId: row.delegationId }),
    ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
    ...(row.target === null ? {} : { target: row.target }),
    raisedAt: row.raisedAt,
    state: stateOf(row),
  };
}

const inStatus: Record<AlertState['status'], SQL | undefined> = {
  open: and(isNull(alerts.acknowledgedAt), isNull(alerts.resolvedAt)),
  acknowledged: and(isNotNull(alerts.acknowledgedAt), isNull(alerts.resolvedAt)),
  resolved: isNotNull(alerts.resolvedAt),
};

/** Newest first; `before` is the id of the last one of the page before. */
export async function pageOfAlerts(
  reader: Reader,
  page: { status?: AlertState['status'] | undefined; before?: string | undefined; limit: number },
): Promise<Alert[]> {
  const rows = await reader
    .select()
    .from(alerts)
    .where(and(page.status && inStatus[page.status], page.before ? lt(alerts.id, page.before) : undefined))
    .orderBy(desc(alerts.id))
    .limit(page.limit);
  return rows.map(alertOf);
}

export async function findAlert(reader: Reader, id: string): Promise<Alert | undefined> {
  const [row] = await reader.select().from(alerts).where(eq(alerts.id, id));
  return row && alertOf(row);
}

export function insertAlert({ state: _, ...alert }: Alert): SQL {
  return insertInto(alerts).values(alert).getSQL();
}

/** Holds only while nobody has. */
export function acknowledge(id: AlertId, by: string, clockSql: SQL<Date>): SQL {
  return update(alerts)
    .set({ acknowledgedAt: clockSql, acknowledgedBy: by })
    .where(and(eq(alerts.id, id), isNull(alerts.acknowledgedAt), isNull(alerts.resolvedAt)))
    .getSQL();
}

export function resolveAlerts(delegationId: string, kinds: readonly AlertKind[], clockSql: SQL<Date>): SQL {
  return update(alerts)
    .set({ resolvedAt: clockSql })
    .where(
      and(eq(alerts.delegationId, delegationId), inArray(alerts.kind, [...kinds]), isNull(alerts.resolvedAt)),
    )
    .getSQL();
}
