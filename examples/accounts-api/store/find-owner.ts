import { eq } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { accounts } from './tables.ts';

/** The broker's id of the customer to whom the account belongs. */
export async function ownerOf({ database }: Store, accountId: string): Promise<string | undefined> {
  const [account] = await database
    .select({ owner: accounts.owner })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return account?.owner;
}
