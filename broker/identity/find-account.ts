import { and, eq } from 'drizzle-orm';
import type { SealedReader } from '../seals/sealed-reader.ts';
import { type DirectoryAccount, selectAccounts } from './store.ts';
import { accounts } from './tables.ts';

export async function findAccount(
  reader: SealedReader,
  backend: string,
  id: string,
): Promise<DirectoryAccount | undefined> {
  return (await selectAccounts(reader, and(eq(accounts.backend, backend), eq(accounts.id, id))))[0];
}
