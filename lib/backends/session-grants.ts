import 'server-only';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { hashHandle } from '#lib/auth/handle.ts';
import { seal, unseal } from '#lib/auth/seal.ts';
import { readConfig } from '#lib/config.ts';
import { database } from '#lib/database/client.ts';
import { sessionGrants } from './tables.ts';

const place = (sid: string, handleHash: string) => `support/session-grant/${handleHash}/${sid}`;

/** Keeps the grant token for the sign-in that started the session, and forgets those that are over. */
export async function keepGrant(
  handle: string,
  grant: { readonly sid: string; readonly token: string; readonly expiresAt: Date },
): Promise<void> {
  const handleHash = hashHandle(handle);
  const sealedGrantToken = seal(readConfig().masterKey, place(grant.sid, handleHash), grant.token);
  await database().delete(sessionGrants).where(lt(sessionGrants.expiresAt, sql`now()`));
  await database()
    .insert(sessionGrants)
    .values({ sid: grant.sid, handleHash, sealedGrantToken, expiresAt: grant.expiresAt })
    .onConflictDoUpdate({
      target: sessionGrants.sid,
      set: { handleHash, sealedGrantToken, expiresAt: grant.expiresAt },
    });
}

export async function findGrant(handle: string, sid: string): Promise<string | undefined> {
  const handleHash = hashHandle(handle);
  const [row] = await database()
    .select()
    .from(sessionGrants)
    .where(
      and(
        eq(sessionGrants.sid, sid),
        eq(sessionGrants.handleHash, handleHash),
        gt(sessionGrants.expiresAt, sql`now()`),
      ),
    );
  return row && unseal(readConfig().masterKey, place(sid, handleHash), row.sealedGrantToken);
}

export async function forgetGrant(sid: string): Promise<void> {
  await database().delete(sessionGrants).where(eq(sessionGrants.sid, sid));
}
