import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { batches } from '../db/batches.ts';
import { insertInto, update } from '../db/build.ts';
import type { Held, HeldRow, PeopleRow } from './directory-rows.ts';
import type { Lapses } from './lapses.ts';
import { people } from './tables.ts';

/** Its seal holds, and the log knows of no later lapse than it has. */
export const holds = ({ seals }: Context, { personKey: _, ...row }: HeldRow, inLog: Lapses | undefined) =>
  seals.holds('people', row.id, row) && (row.lapses?.turn ?? 0) >= (inLog?.turn ?? 0);

function sealOf({ seals }: Context, { name: _, ...row }: PeopleRow & { lapses: Lapses | null }): string {
  return seals.of('people', row);
}

/** Groups are the file's until the issuer has said better, and after that the issuer's. */
export function importingPeople(context: Context, rows: readonly PeopleRow[], held: Held): Write[] {
  const otherwise = new Error('Somebody signed in while the directory was being imported. Import it again.');
  const standing = ({ id }: PeopleRow): HeldRow | undefined => {
    const now = held.people.get(id);
    return now && holds(context, now, held.lapses.get(id)) ? now : undefined;
  };
  const isSeen = (row: PeopleRow) => standing(row)?.seenAt != null;
  // A lapse outlives the row that had it: where that was edited, or is gone, the log has the word.
  const lapsing = rows.map((row) => {
    const now = standing(row);
    return { ...row, lapses: now ? now.lapses : (held.lapses.get(row.id) ?? null) };
  });
  const unseen = batches(lapsing.filter((row) => !isSeen(row))).map((batch) =>
    write(
      insertInto(people)
        .values(batch.map((row) => ({ ...row, createdAt: context.clock.sql, seal: sealOf(context, row) })))
        .onConflictDoUpdate({
          target: people.id,
          set: {
            iss: sql`excluded.iss`,
            sub: sql`excluded.sub`,
            domain: sql`excluded.domain`,
            personId: sql`excluded.person_id`,
            name: sql`excluded.name`,
            email: sql`excluded.email`,
            marks: sql`excluded.marks`,
            groups: sql`excluded.groups`,
            lapses: sql`excluded.lapses`,
            seal: sql`excluded.seal`,
          },
        }),
      { rows: batch.length, otherwise },
    ),
  );
  const seen = lapsing.filter(isSeen).map((row) => {
    const now = held.people.get(row.id);
    const whole = { ...row, groups: now?.groups ?? row.groups };
    const asHeld = and(
      eq(people.id, row.id),
      now?.seal == null ? isNull(people.seal) : eq(people.seal, now.seal),
    );
    return write(
      update(people)
        .set({ ...whole, seal: sealOf(context, whole) })
        .where(asHeld),
      { rows: 1, otherwise },
    );
  });
  return [...unseen, ...seen];
}
