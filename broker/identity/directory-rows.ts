import { eq, getTableColumns } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Directory } from './directory-file.ts';
import { lapsesInLog } from './lapses.ts';
import { personIdOf } from './person-id.ts';
import type { Mark } from './principal.ts';
import { shownName } from './shown-name.ts';
import { accountConsenters, accounts, people, persons } from './tables.ts';

export type Held = Awaited<ReturnType<typeof currentRows>>;
export type HeldRow = NonNullable<ReturnType<Held['people']['get']>>;
export type PeopleRow = ReturnType<typeof desiredRows>['peopleRows'][number];

/** What the tables say when the file is in. */
export function desiredRows(from: Directory) {
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

/** What they say now. */
export async function currentRows(context: Context) {
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
