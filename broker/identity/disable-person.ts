import { and, eq, isNull } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { notFound, Refusal } from '../errors.ts';
import { accountsOfPerson, findPerson } from './find-person.ts';
import { cut } from './not-before.ts';
import type { Principal } from './principal.ts';
import type { DirectoryPerson } from './store.ts';
import { people, persons } from './tables.ts';

/** What else ends with a person, in the same write: given all accounts of that person. */
export type OfPerson = (accounts: readonly string[]) => Promise<{ writes: Write[]; entries: Entry[] }>;

/** Ends every sign-in of the person in every domain in this one write: a sign-in is alive only while its person is. */
export async function disablePerson(
  context: Context,
  principal: Principal,
  id: string,
  reason: string,
  alongside: OfPerson = async () => ({ writes: [], entries: [] }),
): Promise<DirectoryPerson> {
  const found = await findPerson(context.reader, id);
  if (!found) throw notFound();
  if (found.person !== undefined && found.person === principal.person) {
    throw new Refusal('own_person', 'You cannot disable yourself.', { status: 403 });
  }
  const row = await personRowOf(context, id);
  const accounts = (await accountsOfPerson(context.reader, row)).map((account) => account.id);
  const together = await alongside(accounts);
  await context.record({
    writes: [
      write(
        update(persons)
          .set({ disabledAt: context.clock.sql, seal: null })
          .where(and(eq(persons.id, row), isNull(persons.disabledAt))),
        { rows: 1, otherwise: new Refusal('already_disabled', 'This person is disabled already.') },
      ),
      cut('person', row, context.clock.sql),
      ...together.writes,
    ],
    entries: [
      {
        type: 'person.disabled',
        actor: principal.id,
        target: found.id,
        detail: { reason, name: found.name },
      },
      ...together.entries,
    ],
  });
  return { ...found, enabled: false };
}

export async function personRowOf(context: Context, id: string): Promise<string> {
  const [row] = await context.reader
    .select({ personId: people.personId })
    .from(people)
    .where(eq(people.id, id));
  if (!row) throw notFound();
  return row.personId;
}
