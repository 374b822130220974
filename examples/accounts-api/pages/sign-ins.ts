import { randomBytes } from 'node:crypto';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { Store } from '../store/open-store.ts';
import { hashOf } from '../store/secret.ts';
import { pageSessions, signInAttempts } from '../store/tables.ts';
import type { Attempt } from './identity-provider.ts';
import type { SignedIn } from './page.ts';

export const SESSION_SECONDS = 3_600;
export const ATTEMPT_SECONDS = 600;

const random = () => randomBytes(32).toString('base64url');
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

export async function rememberAttempt({ database }: Store, attempt: Attempt, returnTo: string) {
  await database.delete(signInAttempts).where(lt(signInAttempts.expiresAt, sql`now()`));
  const handle = random();
  await database.insert(signInAttempts).values({
    handleHash: hashOf(handle),
    ...attempt,
    returnTo,
    expiresAt: inSeconds(ATTEMPT_SECONDS),
  });
  return handle;
}

/** Out it goes, whatever comes of it: an attempt returns once. */
export async function takeAttempt({ database }: Store, handle: string) {
  const [attempt] = await database
    .delete(signInAttempts)
    .where(and(eq(signInAttempts.handleHash, hashOf(handle)), gt(signInAttempts.expiresAt, sql`now()`)))
    .returning();
  return attempt;
}

export async function openPageSession({ database }: Store, who: { subject: string; name: string }) {
  await database.delete(pageSessions).where(lt(pageSessions.expiresAt, sql`now()`));
  const handle = random();
  await database.insert(pageSessions).values({
    handleHash: hashOf(handle),
    ...who,
    formToken: random(),
    expiresAt: inSeconds(SESSION_SECONDS),
  });
  return handle;
}

export async function readPageSession({ database }: Store, handle: string): Promise<SignedIn | undefined> {
  const [session] = await database
    .select()
    .from(pageSessions)
    .where(and(eq(pageSessions.handleHash, hashOf(handle)), gt(pageSessions.expiresAt, sql`now()`)));
  return session;
}

export async function closePageSession({ database }: Store, handle: string): Promise<void> {
  await database.delete(pageSessions).where(eq(pageSessions.handleHash, hashOf(handle)));
}
