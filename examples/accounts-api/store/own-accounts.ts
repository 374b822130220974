import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { hashOf, newSecret } from './secret.ts';
import { accounts, credentials, mails, passwordResets, sessions } from './tables.ts';

/** Of the customer in person, known by the subject that the customer issuer gives them. */
export async function accountsOf({ database }: Store, subject: string) {
  const { id, label } = accounts;
  return database.select({ id, label }).from(accounts).where(eq(accounts.ownerSubject, subject)).orderBy(id);
}

export async function mailsOf({ database }: Store, subject: string) {
  return database
    .select({
      id: mails.id,
      account: accounts.label,
      title: mails.title,
      body: mails.body,
      link: mails.link,
      sentAt: mails.sentAt,
    })
    .from(mails)
    .innerJoin(accounts, eq(accounts.id, mails.accountId))
    .where(eq(accounts.ownerSubject, subject))
    .orderBy(desc(mails.sentAt));
}

const ownedBy = ({ database }: Store, subject: string) =>
  database.select({ id: accounts.id }).from(accounts).where(eq(accounts.ownerSubject, subject));

/** Makes a secret and answers it, once. `onlyIfAwaiting`: what support has replaced, and nobody collected yet. */
export async function makeSecret(
  store: Store,
  subject: string,
  key: { accountId: string; credentialId: string },
  { onlyIfAwaiting }: { onlyIfAwaiting: boolean },
): Promise<{ name: string; secret: string } | undefined> {
  const secret = newSecret('nwk');
  const [made] = await store.database
    .update(credentials)
    .set({
      secretHash: hashOf(secret),
      lastFour: secret.slice(-4),
      isAwaitingPickup: false,
      ...(onlyIfAwaiting ? {} : { rotatedAt: sql`now()` }),
    })
    .where(
      and(
        inArray(credentials.accountId, ownedBy(store, subject)),
        eq(credentials.accountId, key.accountId),
        eq(credentials.id, key.credentialId),
        ...(onlyIfAwaiting ? [eq(credentials.isAwaitingPickup, true)] : []),
      ),
    )
    .returning({ name: credentials.name });
  return made === undefined ? undefined : { name: made.name, secret };
}

/** Uses a reset link: once, in time, and only one's own. Ends every sign-in of the account. */
export async function redeemResetLink(store: Store, subject: string, token: string): Promise<boolean> {
  return store.database.transaction(async (transaction) => {
    const [used] = await transaction
      .update(passwordResets)
      .set({ usedAt: sql`now()` })
      .where(
        and(
          eq(passwordResets.tokenHash, hashOf(token)),
          inArray(passwordResets.accountId, ownedBy(store, subject)),
          isNull(passwordResets.usedAt),
          gt(passwordResets.expiresAt, sql`now()`),
        ),
      )
      .returning({ accountId: passwordResets.accountId });
    if (used === undefined) return false;
    await transaction
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(eq(sessions.accountId, used.accountId), isNull(sessions.endedAt)));
    return true;
  });
}
