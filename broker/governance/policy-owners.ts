import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import { isCounting } from '../identity/lapses.ts';
import type { Principal } from '../identity/principal.ts';
import { people, persons } from '../identity/tables.ts';
import type { AdminId, PersonId } from '../ids.ts';
import { type PolicyBundle, rolesOf } from '../policy/bundle.ts';
import type { Problem } from '../policy/validate-bundle.ts';

const OWNER = 'policy_owner';

export interface PolicyOwner {
  id: AdminId;
  person: PersonId;
}

/** Of the account that is signed in; nobody acts here whose person is not known. */
export function policyOwner({ domain, id, person, roles }: Principal): PolicyOwner {
  if (domain !== 'admin' || person === undefined || !roles.includes(OWNER))
    throw new Refusal('wrong_domain', 'Only policy owners whose person is known change what is in force.', {
      status: 403,
    });
  return { id: id as AdminId, person };
}

/** An account as the directory has it now. Undefined: shut out, or a policy owner no more. */
export async function findPolicyOwner(context: Context, id: string): Promise<PolicyOwner | undefined> {
  const found = await findPerson(context.reader, id);
  if (found?.domain !== 'admin' || !found.enabled || found.person === undefined) return undefined;
  const roles = rolesOf(context.policy.bundle, found.domain, found.groups);
  return roles.includes(OWNER) ? { id: found.id as AdminId, person: found.person } : undefined;
}

/** Under a version that leaves nobody, or one person alone, nothing could ever be activated again. */
export async function ownersLeft(context: Context, bundle: PolicyBundle): Promise<Problem[]> {
  const groups = Object.entries(bundle.roles.admin ?? {}).flatMap(([group, roles]) =>
    roles.includes(OWNER) ? [group] : [],
  );
  const inOne = sql`exists (select 1 from jsonb_array_elements_text(${people.groups}) member
    where member in (${sql.join(
      groups.map((group) => sql`${group}`),
      sql`, `,
    )}) and ${isCounting(sql`member`)})`;
  const found =
    groups.length === 0
      ? []
      : await context.reader
          .selectDistinct({ person: people.personId })
          .from(people)
          .innerJoin(persons, eq(persons.id, people.personId))
          .where(and(eq(people.domain, 'admin'), isNotNull(persons.key), isNull(persons.disabledAt), inOne))
          .limit(2);
  if (found.length === 2) return [];
  const what =
    'leaves fewer than two persons who are policy owners: nobody could activate a version any more';
  return [{ where: 'roles.json', what }];
}
