import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { Actor } from '../policy/question.ts';
import { refuseAboutOneself } from './overseers.ts';

const unknown = () => new Refusal('actor_unknown', 'There is no such agent or service.', { status: 404 });

/** Somebody else, with the roles that this version gives to their groups today. */
export async function imaginedActor(context: Context, principal: Principal, id: string): Promise<Actor> {
  if (id === principal.id) refuseAboutOneself(principal, principal.person);
  if (id.startsWith('svc_')) return { kind: 'service', id, roles: ['service'] };
  const found = await findPerson(context.reader, id);
  if (found?.domain !== 'support' || !found.enabled || !found.person) throw unknown();
  refuseAboutOneself(principal, found.person);
  const roles = rolesOf(context.policy.bundle, found.domain, found.groups);
  return { kind: 'agent', id, roles, person: found.person };
}
