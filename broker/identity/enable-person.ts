import { and, eq, isNotNull } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { notFound, Refusal } from '../errors.ts';
import { personRowOf } from './disable-person.ts';
import { findPerson } from './find-person.ts';
import type { Principal } from './principal.ts';
import type { DirectoryPerson } from './store.ts';
import { persons } from './tables.ts';

/** The person may sign in again; sign-ins from before stay ended. */
export async function enablePerson(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DirectoryPerson> {
  const found = await findPerson(context.reader, id);
  if (!found) throw notFound();
  const row = await personRowOf(context, id);
  const [held] = await context.reader
    .select({ id: persons.id, key: persons.key })
    .from(persons)
    .where(eq(persons.id, row));
  if (!held) throw notFound();
  await context.record({
    writes: [
      write(
        update(persons)
          .set({ disabledAt: null, seal: context.seals.of('persons', held) })
          .where(and(eq(persons.id, row), isNotNull(persons.disabledAt))),
        { rows: 1, otherwise: new Refusal('not_disabled', 'This person is not disabled.') },
      ),
    ],
    entries: [
      { type: 'person.enabled', actor: principal.id, target: found.id, detail: { name: found.name } },
    ],
  });
  return { ...found, enabled: !found.isBroken };
}
