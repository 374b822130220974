import { readFileSync } from 'node:fs';
import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashOf } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Context } from '../context.ts';
import { deleteFrom, insertInto, update } from '../db/build.ts';
import { type Lapses, lapsesInLog } from './lapses.ts';
import { personIdOf } from './person-id.ts';
import { type Mark, marks, peopleDomains } from './principal.ts';
import { shownName, spelledOut } from './shown-name.ts';
import { accountHolds } from './store.ts';
import { accountConsenters, accounts, people, persons } from './tables.ts';

const directory = z.object({
  people: z.array(
    z.object({
      id: z.string().regex(/^(agt|adm|cus)_[0-9a-z_]{1,64}$/),
      domain: z.enum(peopleDomains),
      iss: z.url(),
      sub: z.string().min(1).max(255),
      person: z.string().min(1).max(255).nullish(),
      name: z.string().min(1),
      email: z.string().nullish(),
      groups: z.array(z.string()).default([]),
      minor: z.boolean().nullish(),
    }),
  ),
  accounts: z
    .array(
      z.object({
        id: z.string().min(1),
        backend: z.string().min(1),
        owner: z.string(),
        consenters: z.array(z.string()),
        label: z.string(),
      }),
    )
    .default([]),
  marks: z.array(z.object({ id: z.string(), marks: z.array(z.enum(marks)) })).default([]),
});

export type Directory = z.infer<typeof directory>;

export function readDirectory(file: string): Directory {
  const parsed = directory.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new ConfigurationError(
    `BROKER_DIRECTORY is not usable. ${fault?.path.join('.')}: ${fault?.message}.`,
  );
}

function desiredRows(from: Directory) {
  const markedBy = new Map(from.marks.map((one) => [one.id, one.marks]));
  const personRows = new Map<string, string | null>();
  const peopleRows = from.people.map((one) => {
    const personId = one.person ? personIdOf(one.person) : personIdOf(one.id);
    personRows.set(personId, one.person ?? null);
    const marksOf: Mark[] = [
      ...new Set([...(markedBy.get(one.id) ?? []), ...(one.minor ? ['minor' as const] : [])]),
    ];
    return {
      id: one.id,
      domain: one.domain,
      iss: one.iss,
      sub: one.sub,
      personId,
      name: shownName(one.name) ?? one.id,
      email: one.email ?? null,
      groups: [...one.groups].sort(),
      marks: marksOf.sort(),
    };
  });
  const accountRows = from.accounts.map(({ backend, id, owner, label }) => ({
    backend,
    id,
    ownerId: owner,
    label: shownName(label) ?? id,
  }));
  const consenterRows = from.accounts.flatMap(({ backend, id, consenters }) =>
    consenters.map((customerId) => ({ backend, accountId: id, customerId })),
  );
  return {
    personRows: [...personRows].map(([id, key]) => ({ id, key })),
    peopleRows,
    accountRows,
    consenterRows,
  };
}

async function currentRows(context: Context) {
  const held = await context.reader
    .select({ ...getTableColumns(people), personKey: persons.key })
    .from(people)
    .innerJoin(persons, eq(persons.id, people.personId));
  return {
    lapses: await lapsesInLog(context.reader),
    people: new Map(held.map((row) => [row.id, row])),
    accounts: new Map(
      (await context.reader.select().from(accounts)).map((row) => [`${row.backend}/${row.id}`, row]),
    ),
    consenters: await context.reader.select().from(accountConsenters),
  };
}

/** What an id was granted stays with the human being it stood for: it is never given to another. */
function refuseReuse(
  wanted: ReturnType<typeof desiredRows>['peopleRows'],
  held: Awaited<ReturnType<typeof currentRows>>['people'],
): void {
  for (const { id, sub, personId } of wanted) {
    const now = held.get(id);
    if (now === undefined) continue;
    if (now.sub !== sub || (now.personKey !== null && now.personId !== personId))
      throw new ConfigurationError(
        `BROKER_DIRECTORY gives the id ${id} to somebody else than before. Give a new person a new id.`,
      );
  }
}

/** Brings the directory file in. Asked twice, the second time changes and records nothing. */
export async function importDirectory(context: Context, from: Directory): Promise<{ changed: number }> {
  const wanted = desiredRows(from);
  const held = await currentRows(context);
  refuseReuse(wanted.peopleRows, held.people);
  const changedPeople = wanted.peopleRows.filter((row) => {
    const now = held.people.get(row.id);
    // The file is the authority on whom it names: what somebody else wrote is written anew.
    if (!now || !holds(context, now, held.lapses.get(row.id))) return true;
    const groups = now.seenAt === null ? now.groups : row.groups;
    const asHeld = { ...now, groups };
    return (Object.keys(row) as (keyof typeof row)[]).some(
      (name) => String(row[name]) !== String(asHeld[name]),
    );
  });
  const changedAccounts = wanted.accountRows.filter((row) => {
    const now = held.accounts.get(`${row.backend}/${row.id}`);
    return now?.ownerId !== row.ownerId || now.label !== row.label || !accountHolds(now, context.seals);
  });
  const keyOf = (row: { backend: string; accountId: string; customerId: string }) =>
    `${row.backend}/${row.accountId}/${row.customerId}`;
  const imported = new Set(wanted.accountRows.map((row) => `${row.backend}/${row.id}`));
  const wantedConsenters = new Set(wanted.consenterRows.map(keyOf));
  const heldConsenters = held.consenters.filter((row) => imported.has(`${row.backend}/${row.accountId}`));
  const heldKeys = new Set(
    heldConsenters.filter((row) => context.seals.holds('account_consenters', keyOf(row), row)).map(keyOf),
  );
  const added = wanted.consenterRows.filter((row) => !heldKeys.has(keyOf(row)));
  const removed = heldConsenters.filter((row) => !wantedConsenters.has(keyOf(row)));
  const changed = changedPeople.length + changedAccounts.length + added.length + removed.length;
  if (changed === 0) return { changed };

  const names = namesCleaned(from, new Set(changedPeople.map(({ id }) => id)));
  const any = { rows: 'any' as const, otherwise: new Error('The directory could not be imported.') };
  const neededPersons = new Set<string>(changedPeople.map((row) => row.personId));
  const writes = [
    ...batches(wanted.personRows.filter((row) => neededPersons.has(row.id))).map((rows) =>
      write(
        insertInto(persons)
          .values(rows.map((row) => ({ ...row, seal: context.seals.of('persons', row) })))
          .onConflictDoNothing(),
        any,
      ),
    ),
    ...importingPeople(context, changedPeople, held),
    ...batches(changedAccounts).map((rows) =>
      write(
        insertInto(accounts)
          .values(rows.map((row) => ({ ...row, seal: context.seals.of('accounts', row) })))
          .onConflictDoUpdate({
            target: [accounts.backend, accounts.id],
            set: { ownerId: sql`excluded.owner_id`, label: sql`excluded.label`, seal: sql`excluded.seal` },
          }),
        any,
      ),
    ),
    ...batches(added).map((rows) =>
      write(
        insertInto(accountConsenters)
          .values(rows.map((row) => ({ ...row, seal: context.seals.of('account_consenters', row) })))
          .onConflictDoUpdate({
            target: [accountConsenters.backend, accountConsenters.accountId, accountConsenters.customerId],
            set: { seal: sql`excluded.seal` },
          }),
        any,
      ),
    ),
    ...removed.map((row) =>
      write(
        deleteFrom(accountConsenters).where(
          sql`${accountConsenters.backend} = ${row.backend} and ${accountConsenters.accountId} = ${row.accountId} and ${accountConsenters.customerId} = ${row.customerId}`,
        ),
        any,
      ),
    ),
  ];
  await context.record({
    writes,
    entries: [
      {
        type: 'directory.imported',
        facts: {
          people: changedPeople.length,
          accounts: changedAccounts.length,
          consenters: added.length + removed.length,
        },
        hashes: { directory: hashOf(from) },
        ...(names.length === 0 ? {} : { detail: { names } }),
      },
    ],
  });
  return { changed };
}

/** Of those that changed, the names that are shown otherwise than the file has them. */
function namesCleaned(from: Directory, changed: ReadonlySet<string>) {
  return from.people.flatMap(({ id, name: given }) => {
    const shown = shownName(given) ?? id;
    return changed.has(id) && shown !== given ? [{ id, given: spelledOut(given), shown }] : [];
  });
}

type Held = Awaited<ReturnType<typeof currentRows>>;
type HeldRow = NonNullable<ReturnType<Held['people']['get']>>;
type PeopleRow = ReturnType<typeof desiredRows>['peopleRows'][number];

const holds = ({ seals }: Context, { personKey: _, ...row }: HeldRow, inLog: Lapses | undefined) =>
  seals.holds('people', row.id, row) && (row.lapses?.turn ?? 0) >= (inLog?.turn ?? 0);

function sealOf({ seals }: Context, { name: _, ...row }: PeopleRow & { lapses: Lapses | null }): string {
  return seals.of('people', row);
}

/** Groups are the file's until the issuer has said better, and after that the issuer's. */
function importingPeople(context: Context, rows: readonly PeopleRow[], held: Held): Write[] {
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

/** Well under the 65,535 parameters that one statement may have. */
function batches<Row>(rows: readonly Row[]): Row[][] {
  const size = 500;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}
