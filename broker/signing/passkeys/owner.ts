import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import type { PeopleId, PersonId } from '../../ids.ts';

export interface Owner {
  id: PeopleId;
  person: PersonId;
}

/** Keys belong to people. Whose issuer does not say which person they are cannot be told from who confirms. */
export function requireOwner({ domain, id, person }: Principal): Owner {
  if (domain === 'service' || person === undefined)
    throw new Refusal('wrong_domain', 'Only people who are known by person have passkeys.', { status: 403 });
  return { id: id as PeopleId, person };
}
