import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { Actor } from '../policy/question.ts';
import type { Delegation } from './delegation.ts';

/**
 * The actor as the directory has them now: who is shut out, or has lost the role since it was filed, is granted
 * nothing. Never more than they had when they asked.
 */
export async function actorNow(context: Context, { actor }: Delegation): Promise<Actor> {
  if (!actor.person) return { kind: 'service', id: actor.id, roles: actor.roles };
  const found = await findPerson(context.reader, actor.id);
  if (!found?.enabled || found.person !== actor.person)
    throw new Refusal('actor_unknown', 'Whoever asked for this may no longer act; it can only be denied.');
  const current = rolesOf(context.policy.bundle, found.domain, found.groups);
  return {
    kind: 'agent',
    id: actor.id,
    roles: actor.roles.filter((role) => current.includes(role)),
    person: actor.person,
  };
}
