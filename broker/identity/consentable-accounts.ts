import { and, eq, exists, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { SealedReader } from '../seals/sealed-reader.ts';
import { type DirectoryAccount, selectAccounts } from './store.ts';
import { accountConsenters, accounts } from './tables.ts';

/** The accounts that a customer may consent for. */
export function consentableAccounts(reader: SealedReader, customerId: string): Promise<DirectoryAccount[]> {
  const consents = new QueryBuilder()
    .select({ one: sql`1` })
    .from(accountConsenters)
    .where(
      and(
        eq(accountConsenters.customerId, customerId),
        eq(accountConsenters.backend, accounts.backend),
        eq(accountConsenters.accountId, accounts.id),
      ),
    );
  return selectAccounts(reader, exists(consents));
}
