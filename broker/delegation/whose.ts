import { eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { cutOff } from '../identity/not-before.ts';
import { accountConsenters } from '../identity/tables.ts';
import { delegations } from './tables.ts';

export const ofActor = (id: string): SQL => eq(delegations.actorId, id);

/**
 * Whether a grant, or a session on it, stands on what was cut off since it was granted. A session never begins before
 * its grant, nor a token before its session: what cuts those off has cut this off.
 */
export function grantCutOff(session?: SQLWrapper): SQL {
  const { id, subjectId, actorId, clientId, grantedAt, createdAt } = delegations;
  return cutOff(sql`coalesce(${grantedAt}, ${createdAt})`, {
    delegation: id,
    subject: subjectId,
    actor: actorId,
    client: clientId,
    ...(session === undefined ? {} : { session }),
    accounts: [actorId, subjectId],
  });
}

/** What a customer may see: requests about them, and about every account they may consent for. */
export function ofCustomer(id: string): SQL {
  const account = sql`'account/' || ${accountConsenters.accountId}`;
  const consentable = sql`exists (
    select 1 from ${accountConsenters} where ${accountConsenters.customerId} = ${id}
    and exists (select 1 from jsonb_array_elements(${delegations.requested}) item
      where (item->>'identifier' = ${account}
        or left(item->>'identifier', length(${account}) + 1) = ${account} || '/')
      and exists (select 1 from jsonb_array_elements_text(item->'actions') named
        where split_part(named, ':', 1) = ${accountConsenters.backend})))`;
  return sql`(${delegations.subjectId} = ${id} or ${consentable})`;
}
