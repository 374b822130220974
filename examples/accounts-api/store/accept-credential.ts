import { eq, sql } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { hashOf } from './secret.ts';
import { credentials } from './tables.ts';

/** Whose key this is, if it is anybody's now. */
export async function acceptCredential({ database }: Store, secret: string) {
  const [used] = await database
    .update(credentials)
    .set({ lastUsedAt: sql`now()` })
    .where(eq(credentials.secretHash, hashOf(secret)))
    .returning({ accountId: credentials.accountId, id: credentials.id, name: credentials.name });
  return used;
}
