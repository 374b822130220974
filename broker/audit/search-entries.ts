import { and, desc, eq, gt, gte, like, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../db/client.ts';
import { logDetails, logEntries, logEvents, logIndex } from './tables.ts';

export interface EntrySearch {
  /** What the caller may see; undefined: everything. */
  visible: SQL | undefined;
  /** A whole type, or its beginning up to a dot. */
  type?: string | undefined;
  outcome?: 'done' | 'refused' | undefined;
  delegation?: string | undefined;
  session?: string | undefined;
  /** Acted, was acted for, or was acted on. */
  person?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  before?: number | undefined;
  limit: number;
}

const columns = {
  index: logEvents.index,
  id: logEvents.entryId,
  type: logEvents.kind,
  time: logEvents.time,
  outcome: logEvents.outcome,
  code: logEvents.code,
  actor: logEvents.actor,
  subject: logEvents.subject,
  target: logEvents.target,
  delegation: logEvents.delegation,
  session: logEvents.session,
  leaf: logEntries.leaf,
  leafHash: logIndex.leafHash,
  detail: logDetails.detail,
  salt: logDetails.salt,
};

function within(type: string): SQL | undefined {
  const escaped = type.replace(/[\\%_]/g, (character) => `\\${character}`);
  return or(eq(logEvents.kind, type), like(logEvents.kind, `${escaped}.%`));
}

function involving(person: string): SQL | undefined {
  return or(eq(logEvents.actor, person), eq(logEvents.subject, person), eq(logEvents.target, person));
}

/** Newest first; the page after one begins before its last index. */
export function searchEntries(reader: Reader, search: EntrySearch) {
  const { visible, type, outcome, delegation, session, person, from, to, before, limit } = search;
  return reader
    .select(columns)
    .from(logEvents)
    .innerJoin(logEntries, eq(logEntries.id, logEvents.entryId))
    .innerJoin(logIndex, eq(logIndex.index, logEvents.index))
    .leftJoin(logDetails, eq(logDetails.entryId, logEvents.entryId))
    .where(
      and(
        visible,
        type === undefined ? undefined : within(type),
        outcome === undefined ? undefined : eq(logEvents.outcome, outcome),
        delegation === undefined ? undefined : eq(logEvents.delegation, delegation),
        session === undefined ? undefined : eq(logEvents.session, session),
        person === undefined ? undefined : involving(person),
        from === undefined ? undefined : gte(logEvents.time, from),
        to === undefined ? undefined : lte(logEvents.time, to),
        before === undefined ? undefined : lt(logEvents.index, before),
      ),
    )
    .orderBy(desc(logEvents.index))
    .limit(limit);
}

export type FoundEntry = Awaited<ReturnType<typeof searchEntries>>[number];

/** In the log's order, without content: what a stream tells. */
export function eventsAfter(reader: Reader, after: number, visible: SQL | undefined, limit: number) {
  return reader
    .select({
      index: logEvents.index,
      kind: logEvents.kind,
      delegation: logEvents.delegation,
      session: logEvents.session,
    })
    .from(logEvents)
    .where(and(gt(logEvents.index, after), visible))
    .orderBy(logEvents.index)
    .limit(limit);
}

/** -1: nothing is there yet. */
export async function newestEvent(reader: Reader): Promise<number> {
  const [row] = await reader
    .select({ newest: sql<string | number>`coalesce(max(${logEvents.index}), -1)` })
    .from(logEvents);
  return Number(row?.newest ?? -1);
}
