import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { update } from '#broker/db/build.ts';
import { openPostgres } from '#broker/db/client.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { sealsUnder } from '#broker/seals/seals.ts';
import { sessions } from '#broker/session/tables.ts';
import type { OwnSystem } from './own-system.ts';

const tables = { delegations, sessions };

/**
 * Deciding instants are compared with the database's own clock, so time passes by moving the instant. The row is sealed
 * anew, with the system's own key: an instant that anybody else has moved opens nothing.
 */
export async function moveInstant(
  { databaseUrl, data }: OwnSystem,
  id: string,
  where: { table: keyof typeof tables; column: string; seconds: number },
): Promise<void> {
  const { brokerMasterKey } = JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'));
  const seals = sealsUnder([Buffer.from(brokerMasterKey, 'base64')]);
  const database = openPostgres(databaseUrl, 1);
  try {
    const table = tables[where.table];
    const [row] = await database.handle.select().from(table).where(eq(table.id, id));
    if (!row || !(where.column in row)) throw new Error(`${id} has no ${where.column}.`);
    const { rows } = await database.run(sql`select (extract(epoch from now()) * 1000)::float8 as now`);
    const at = new Date(Math.floor(Number(rows[0]?.now)) - where.seconds * 1000);
    const moved = { ...row, [where.column]: at };
    const change = { [where.column]: at, seal: seals.of(where.table, moved) };
    const { count } = await database.run(update(table).set(change).where(eq(table.id, id)));
    if (count !== 1) throw new Error(`${id} was not moved.`);
  } finally {
    await database.close();
  }
}
