import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { findPerson } from './find-person.ts';
import { reinstating } from './lapse-membership.ts';
import type { Principal } from './principal.ts';
import type { DirectoryPerson } from './store.ts';

/** A group that lapsed counts again, before a review asks: on the word of somebody else, who says why. */
export async function reinstateMembership(
  context: Context,
  principal: Principal,
  { id, group, reason }: { id: string; group: string; reason: string },
): Promise<DirectoryPerson> {
  if (principal.domain !== 'admin' || principal.person === undefined)
    throw new Refusal('wrong_domain', 'Only admins whose person is known may reinstate a group.', {
      status: 403,
    });
  const found = await findPerson(context.reader, id);
  if (!found) throw notFound();
  if (found.person === undefined || found.person === principal.person)
    throw new Refusal('own_person', 'You cannot reinstate a group of your own.', { status: 403 });
  await context.record(await reinstating(context, { id, group, by: principal.id, reason }));
  const now = await findPerson(context.reader, id);
  if (!now) throw new Error(`${id} is gone.`);
  return now;
}
