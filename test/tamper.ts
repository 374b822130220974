import { sql } from 'drizzle-orm';
import { leafHash } from '#broker/audit/event.ts';
import { logEntries, logEvents, logIndex } from '#broker/audit/tables.ts';
import { contextFor } from '#broker/context.ts';
import { deleteFrom, insertInto } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import { reportBrokenSeals } from '#broker/oauth/seals/report-broken-seals.ts';
import { brokenSeals } from '#broker/seals/broken-seals.ts';
import type { DelegatedHouse } from './delegated-house.ts';
import type { House } from './house.ts';

type Row = Record<string, unknown>;
type Table =
  | 'delegations'
  | 'reviews'
  | 'consents'
  | 'sessions'
  | 'clients'
  | 'client_changes'
  | 'persons'
  | 'people'
  | 'backends'
  | 'passkeys'
  | 'policy_proposals'
  | 'policy_replays'
  | 'offers';

/** Who can write the broker's tables, and has no master key. */
export function attacker(house: Pick<House, 'services'>) {
  const database: Database = house.services.database;
  const keyOf = (table: Table) => sql.identifier(table === 'consents' ? 'delegation_id' : 'id');

  async function set(table: Table, id: string, values: Record<string, unknown>): Promise<void> {
    const assignments = Object.entries(values).map(([column, value]) => {
      const is =
        typeof value === 'object' && value !== null ? sql`${JSON.stringify(value)}::jsonb` : sql`${value}`;
      return sql`${sql.identifier(column)} = ${is}`;
    });
    const { count } = await database.run(
      sql`update ${sql.identifier(table)} set ${sql.join(assignments, sql`, `)} where ${keyOf(table)} = ${id}`,
    );
    if (count !== 1) throw new Error(`There is no row ${id} in ${table}.`);
  }

  return {
    set,
    /** The row as text, which can be put back. */
    async copy(table: Table, id: string): Promise<string> {
      const { rows } = await database.run(
        sql`select row_to_json(t)::text as row from ${sql.identifier(table)} t where ${keyOf(table)} = ${id}`,
      );
      return String(rows[0]?.row);
    },
    async putBack(table: Table, row: string): Promise<void> {
      const members = Object.keys(JSON.parse(row) as Row).map((name) => sql.identifier(name));
      const list = sql.join(members, sql`, `);
      const { id, delegation_id } = JSON.parse(row) as Row;
      await database.run(
        sql`update ${sql.identifier(table)} set (${list}) =
          (select ${list} from json_populate_record(null::${sql.identifier(table)}, ${row}::json))
          where ${keyOf(table)} = ${table === 'consents' ? delegation_id : id}`,
      );
    },
    async insert(table: Table, row: string, changed: Row): Promise<void> {
      const whole = JSON.stringify({ ...(JSON.parse(row) as Row), ...changed });
      await database.run(
        sql`insert into ${sql.identifier(table)}
          select * from json_populate_record(null::${sql.identifier(table)}, ${whole}::json)`,
      );
    },
  };
}

/** The log in its order, and projected, as a broker that runs would have it by now. */
export async function projected(house: Pick<House, 'services'>): Promise<void> {
  const { database } = house.services;
  const rows = await database.handle.select().from(logEntries).orderBy(logEntries.recordedAt, logEntries.id);
  const events = rows.map(({ id, leaf }, index) => {
    const { type, time, outcome, ...rest } = JSON.parse(leaf);
    const { code, actor, subject, target, delegation, session } = rest;
    return {
      ...{ index, entryId: id, kind: type, time: new Date(time), outcome },
      ...{ code, actor, subject, target, delegation, session },
    };
  });
  await database.run(deleteFrom(logEvents));
  await database.run(deleteFrom(logIndex));
  await database.run(
    insertInto(logIndex).values(
      rows.map(({ id, leaf }, index) => ({ index, entryId: id, leafHash: leafHash(leaf) })),
    ),
  );
  await database.run(insertInto(logEvents).values(events));
}

/** The house, and what its readers come across. */
export function watching(house: DelegatedHouse) {
  const broken = brokenSeals();
  house.services.brokenSeals = broken;
  const context = contextFor(house.services, { requestId: 'report' });
  return { report: () => reportBrokenSeals(context, broken), context };
}
