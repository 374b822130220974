import { and, eq, inArray, isNull, ne, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Write, write } from '../../audit/record.ts';
import { backends } from '../../catalog/tables.ts';
import { consents, delegations, offers, reviews } from '../../delegation/tables.ts';
import { Refusal } from '../../errors.ts';
import { policyReplays } from '../../governance/replays/tables.ts';
import { activePolicy, policyProposals } from '../../governance/tables.ts';
import { accountConsenters, accounts, people, persons } from '../../identity/tables.ts';
import type { SealedReader } from '../../seals/sealed-reader.ts';
import type { SealedTable } from '../../seals/seals.ts';
import { sessions } from '../../session/tables.ts';
import { passkeys } from '../../signing/passkeys/tables.ts';
import { clientChanges, clients } from '../clients/tables.ts';

/** A row that opens something, and how it is sealed anew: only as long as it is what was read. */
export interface SealedRow {
  readonly table: SealedTable;
  readonly row: object & { readonly seal: string | null };
  sealing(seal: string): Write;
}

interface Source {
  readonly table: SealedTable;
  readonly of: PgTable & { readonly seal: PgColumn };
  /** By what a row is found. */
  readonly id: SQLWrapper;
  /** Whatever has ended, or is shut out, opens nothing and has no seal. */
  readonly inForce?: SQL | undefined;
}

const sources: readonly Source[] = [
  {
    table: 'delegations',
    of: delegations,
    id: delegations.id,
    inForce: inArray(delegations.status, ['pending', 'granted']),
  },
  { table: 'reviews', of: reviews, id: reviews.id },
  { table: 'consents', of: consents, id: consents.delegationId },
  { table: 'sessions', of: sessions, id: sessions.id, inForce: eq(sessions.status, 'live') },
  { table: 'clients', of: clients, id: clients.id, inForce: isNull(clients.disabledAt) },
  {
    table: 'client_changes',
    of: clientChanges,
    id: clientChanges.id,
    inForce: eq(clientChanges.status, 'open'),
  },
  { table: 'persons', of: persons, id: persons.id, inForce: isNull(persons.disabledAt) },
  { table: 'people', of: people, id: people.id },
  { table: 'backends', of: backends, id: backends.id },
  { table: 'active_policy', of: activePolicy, id: activePolicy.name },
  {
    table: 'offers',
    of: offers,
    id: offers.id,
    inForce: and(isNull(offers.usedAt), isNull(offers.withdrawnAt)),
  },
  { table: 'passkeys', of: passkeys, id: passkeys.id },
  {
    table: 'policy_proposals',
    of: policyProposals,
    id: policyProposals.id,
    inForce: eq(policyProposals.status, 'open'),
  },
  {
    table: 'policy_replays',
    of: policyReplays,
    id: policyReplays.id,
    inForce: ne(policyReplays.status, 'running'),
  },
  { table: 'accounts', of: accounts, id: sql`backend || '/' || id` },
  {
    table: 'account_consenters',
    of: accountConsenters,
    id: sql`backend || '/' || account_id || '/' || customer_id`,
  },
];

function sealing({ of, id }: Source, key: string, before: string | null, seal: string): Write {
  const statement = sql`update ${of} set ${sql.identifier(of.seal.name)} = ${seal}
    where ${id} = ${key} and ${of.seal} is not distinct from ${before}::text`;
  const otherwise = new Refusal('raced', 'Something was written while it was being sealed. Try again.');
  return write(statement, { rows: 1, otherwise });
}

/** Of all tables, or of this one. */
export async function rowsInForce(reader: SealedReader, only?: string): Promise<SealedRow[]> {
  const found: SealedRow[] = [];
  for (const source of sources) {
    if (only !== undefined && source.table !== only) continue;
    const rows = await reader
      .select({ key: sql<string>`${source.id}`, row: source.of })
      .from(source.of)
      .where(source.inForce);
    for (const { key, row } of rows as { key: string; row: SealedRow['row'] }[])
      found.push({
        table: source.table,
        row,
        sealing: (seal) => sealing(source, key, row.seal, seal),
      });
  }
  return found;
}
