import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { logEntries, logEvents } from '../audit/tables.ts';
import type { Reader } from '../db/client.ts';
import { people } from './tables.ts';

/** Groups that count no more, whatever the issuer or the directory says, and how often that has changed. */
export interface Lapses {
  turn: number;
  groups: string[];
}

const LAPSED = 'person.membership_lapsed';
const REINSTATED = 'person.membership_reinstated';

interface Membership {
  readonly groups: readonly string[];
  readonly lapses: Lapses | null;
}

/** The only groups that give roles, or let anybody sign. */
export const countingGroups = ({ groups, lapses }: Membership): string[] =>
  groups.filter((group) => !lapses?.groups.includes(group));

/** In sql, of a name of one of the groups of a row. */
export const isCounting = (group: ReturnType<typeof sql>) =>
  sql`not exists (select 1 from jsonb_array_elements_text(coalesce(${people.lapses}->'groups', '[]'::jsonb)) gone
    where gone = ${group})`;

/** The log's word, whatever the row says: a row with fewer turns is one from before, or one that was made anew. */
export const lapseTurnsInLog = sql<number>`(select count(*)::int from ${logEvents} turned
  where turned.target = ${people.id} and turned.kind in (${LAPSED}, ${REINSTATED}) and turned.outcome = 'done')`;

export function lapsedNow(before: Lapses | null, group: string): Lapses {
  const { turn, groups } = before ?? { turn: 0, groups: [] };
  return { turn: turn + 1, groups: [...groups, group].sort() };
}

export function reinstatedNow({ turn, groups }: Lapses, group: string): Lapses {
  return { turn: turn + 1, groups: groups.filter((one) => one !== group) };
}

const turned = z.object({ facts: z.object({ group: z.string() }) });

/** What stands in the log, for rows that cannot be relied on, or are there no more. */
export async function lapsesInLog(reader: Reader): Promise<Map<string, Lapses>> {
  const rows = await reader
    .select({ target: logEvents.target, kind: logEvents.kind, leaf: logEntries.leaf })
    .from(logEvents)
    .innerJoin(logEntries, eq(logEntries.id, logEvents.entryId))
    .where(and(inArray(logEvents.kind, [LAPSED, REINSTATED]), eq(logEvents.outcome, 'done')))
    .orderBy(asc(logEvents.index));
  const found = new Map<string, Lapses>();
  for (const { target, kind, leaf } of rows) {
    if (target === null) continue;
    const { group } = turned.parse(JSON.parse(leaf)).facts;
    const before = found.get(target) ?? { turn: 0, groups: [] };
    found.set(target, kind === LAPSED ? lapsedNow(before, group) : reinstatedNow(before, group));
  }
  return found;
}
