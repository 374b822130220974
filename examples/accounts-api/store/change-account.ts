import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { hashOf, newSecret } from './secret.ts';
import { credentials, mails, passwordResets, profiles, sessions, settings } from './tables.ts';

export type ProfileChange = { name?: string; phone?: string; language?: string };

export async function updateProfile({ database }: Store, accountId: string, change: ProfileChange) {
  const changed = await database
    .update(profiles)
    .set(change)
    .where(eq(profiles.accountId, accountId))
    .returning({ id: profiles.accountId });
  return changed.length === 1;
}

/** All of them or, when one is no setting of the account, none. */
export async function updateSettings(
  { database }: Store,
  accountId: string,
  values: Readonly<Record<string, string>>,
): Promise<boolean> {
  const keys = Object.keys(values);
  return database.transaction(async (transaction) => {
    const known = await transaction
      .select({ key: settings.key })
      .from(settings)
      .where(and(eq(settings.accountId, accountId), inArray(settings.key, keys)));
    if (known.length !== keys.length) return false;
    for (const [key, value] of Object.entries(values)) {
      await transaction
        .update(settings)
        .set({ value })
        .where(and(eq(settings.accountId, accountId), eq(settings.key, key)));
    }
    return true;
  });
}

export async function endSession({ database }: Store, accountId: string, sessionId: string) {
  const ended = await database
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.accountId, accountId), eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length === 1;
}

/**
 * The old secret stops with this statement. The new one does not exist yet: it is made when the customer
 * collects it, so that nobody else can be shown it by mistake.
 */
export async function rotateCredential(
  { database }: Store,
  accountId: string,
  credentialId: string,
  link: string,
): Promise<string | undefined> {
  return database.transaction(async (transaction) => {
    const [rotated] = await transaction
      .update(credentials)
      .set({ secretHash: null, isAwaitingPickup: true, rotatedAt: sql`now()` })
      .where(and(eq(credentials.accountId, accountId), eq(credentials.id, credentialId)))
      .returning({ name: credentials.name });
    if (rotated === undefined) return undefined;
    await transaction.insert(mails).values({
      id: randomUUID(),
      accountId,
      title: `Your API key "${rotated.name}" was replaced`,
      body: 'Our support replaced it for you. The old key has stopped working. Collect the new one on your own page; it is shown once.',
      link,
      sentAt: new Date(),
    });
    return rotated.name;
  });
}

const RESET_LIFE_MS = 3_600_000;

/** The link goes to the customer's own mailbox; whoever asked for it learns only that it was sent. */
export async function sendPasswordReset(
  { database }: Store,
  accountId: string,
  linkOf: (token: string) => string,
): Promise<void> {
  const token = newSecret('reset');
  const now = Date.now();
  await database.transaction(async (transaction) => {
    await transaction
      .insert(passwordResets)
      .values({ tokenHash: hashOf(token), accountId, expiresAt: new Date(now + RESET_LIFE_MS) });
    await transaction.insert(mails).values({
      id: randomUUID(),
      accountId,
      title: 'Reset your password',
      body: 'Somebody at our support started a password reset for you. The link works once, within an hour. If you did not ask for it, leave it.',
      link: linkOf(token),
      sentAt: new Date(now),
    });
  });
}
