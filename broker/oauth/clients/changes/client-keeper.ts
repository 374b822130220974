import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import { findPerson } from '../../../identity/find-person.ts';
import type { Principal } from '../../../identity/principal.ts';
import type { AdminId, PersonId } from '../../../ids.ts';
import { rolesOf } from '../../../policy/bundle.ts';
import { scopesOf } from '../../scopes.ts';

export interface ClientKeeper {
  id: AdminId;
  person: PersonId;
}

const looksAfterClients = (roles: readonly string[]): boolean =>
  scopesOf('admin', roles).includes('client.manage');

/** Of the account that is signed in; nobody acts here whose person is not known. */
export function clientKeeper({ domain, id, person, roles }: Principal): ClientKeeper {
  if (domain !== 'admin' || person === undefined || !looksAfterClients(roles))
    throw new Refusal(
      'wrong_domain',
      'Only who looks after clients, and whose person is known, changes them.',
      {
        status: 403,
      },
    );
  return { id: id as AdminId, person };
}

/** An account as the directory has it now. Undefined: shut out, or looking after clients no more. */
export async function findClientKeeper(context: Context, id: string): Promise<ClientKeeper | undefined> {
  const found = await findPerson(context.reader, id);
  if (found?.domain !== 'admin' || !found.enabled || found.person === undefined) return undefined;
  const roles = rolesOf(context.policy.bundle, found.domain, found.groups);
  return looksAfterClients(roles) ? { id: found.id as AdminId, person: found.person } : undefined;
}
