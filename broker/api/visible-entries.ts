import { and, eq, exists, like, not, or, type SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { logEvents } from '../audit/tables.ts';
import { delegations } from '../delegation/tables.ts';
import { ofActor, ofCustomer } from '../delegation/whose.ts';
import type { Principal } from '../identity/principal.ts';

function ofDelegations(own: SQL): SQL {
  const found = new QueryBuilder()
    .select({ id: delegations.id })
    .from(delegations)
    .where(and(eq(delegations.id, logEvents.delegation), own));
  return exists(found);
}

/** What others were refused is between them and the auditors. */
const refusalOfOthers = (id: string) => and(like(logEvents.kind, 'refusal.%'), not(eq(logEvents.actor, id)));

/** Undefined: everything. */
export function entriesVisibleTo({ domain, id }: Principal): SQL | undefined {
  if (domain === 'admin') return undefined;
  const own =
    domain === 'customer'
      ? or(eq(logEvents.subject, id), ofDelegations(ofCustomer(id)))
      : ofDelegations(ofActor(id));
  const others = refusalOfOthers(id);
  return or(eq(logEvents.actor, id), eq(logEvents.target, id), and(own, others && not(others)));
}
