import { and, eq } from 'drizzle-orm';
import type { Reader } from '../db/client.ts';
import { type DirectoryAccount, selectAccounts } from './store.ts';
import { accounts } from './tables.ts';

export async function findAccount(
  reader: Reader,
  backend: string,
  id: string,
): Promise<DirectoryAccount | undefined> {
  return (await selectAccounts(reader, and(eq(accounts.backend, backend), eq(accounts.id, id))))[0];
}
