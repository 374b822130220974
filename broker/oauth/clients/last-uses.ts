import { inArray, max } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { sessions } from '../../session/tables.ts';
import { signIns } from '../sign-in/tables.ts';

/** Of a door the sign-ins at it, of any other client its sessions. */
export async function lastUses({ reader }: Context, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const [bySession, bySignIn] = await Promise.all(
    [sessions, signIns].map((table) =>
      reader
        .select({ id: table.clientId, at: max(table.lastUsedAt) })
        .from(table)
        .where(inArray(table.clientId, [...ids]))
        .groupBy(table.clientId),
    ),
  );
  const uses = [...(bySession ?? []), ...(bySignIn ?? [])].flatMap(({ id, at }) => (at ? [{ id, at }] : []));
  return new Map(uses.sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ id, at }) => [id, at]));
}
