import { sql } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import { write } from '../audit/record.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Context } from '../context.ts';
import { batches } from '../db/batches.ts';
import { deleteFrom, insertInto } from '../db/build.ts';
import type { Directory } from './directory-file.ts';
import { currentRows, desiredRows, type Held, type PeopleRow } from './directory-rows.ts';
import { holds, importingPeople } from './importing-people.ts';
import { shownName, spelledOut } from './shown-name.ts';
import { accountHolds } from './store.ts';
import { accountConsenters, accounts, persons } from './tables.ts';

/** What an id was granted stays with the human being it stood for: it is never given to another. */
function refuseReuse(wanted: readonly PeopleRow[], held: Held['people']): void {
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
