import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { credentials, invoices, profiles, sessions, settings, teamMembers } from './tables.ts';

export async function readProfile({ database }: Store, accountId: string) {
  const [profile] = await database.select().from(profiles).where(eq(profiles.accountId, accountId));
  if (profile === undefined) return undefined;
  const { name, email, phone, company, address, language } = profile;
  return { name, email, phone, company, address, language };
}

export async function readSettings({ database }: Store, accountId: string) {
  const { key, title, value } = settings;
  return database
    .select({ key, title, value })
    .from(settings)
    .where(eq(settings.accountId, accountId))
    .orderBy(asc(key));
}

/** Names and last characters, for whoever may see the list. No column with a secret is read. */
export async function readCredentials({ database }: Store, accountId: string) {
  const rows = await database
    .select({
      id: credentials.id,
      name: credentials.name,
      lastFour: credentials.lastFour,
      scopes: credentials.scopes,
      createdAt: credentials.createdAt,
      lastUsedAt: credentials.lastUsedAt,
      rotatedAt: credentials.rotatedAt,
      isAwaitingPickup: credentials.isAwaitingPickup,
    })
    .from(credentials)
    .where(eq(credentials.accountId, accountId))
    .orderBy(asc(credentials.id));
  return rows.map(({ id, name, lastFour, scopes, createdAt, lastUsedAt, rotatedAt, isAwaitingPickup }) => ({
    id,
    name,
    masked: isAwaitingPickup ? 'not collected yet' : `••••${lastFour}`,
    scopes,
    status: isAwaitingPickup ? 'awaiting_pickup' : 'active',
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    rotated_at: rotatedAt?.toISOString() ?? null,
  }));
}

export async function readSessions({ database }: Store, accountId: string) {
  const rows = await database
    .select()
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.endedAt)))
    .orderBy(desc(sessions.lastSeenAt));
  return rows.map(({ id, device, place, address, startedAt, lastSeenAt }) => ({
    id,
    device,
    place,
    address,
    started_at: startedAt.toISOString(),
    last_seen_at: lastSeenAt.toISOString(),
  }));
}

export async function readInvoices({ database }: Store, accountId: string) {
  const rows = await database
    .select()
    .from(invoices)
    .where(eq(invoices.accountId, accountId))
    .orderBy(desc(invoices.issuedOn));
  return rows.map(({ id, number, status, issuedOn, dueOn, currency, totalMinor, lines }) => ({
    id,
    number,
    status,
    issued_on: issuedOn,
    due_on: dueOn,
    currency,
    total_minor: totalMinor,
    lines: lines.map(({ title, amountMinor }) => ({ title, amount_minor: amountMinor })),
  }));
}

export async function readTeam({ database }: Store, accountId: string) {
  const { id, name, email, role } = teamMembers;
  return database
    .select({ id, name, email, role })
    .from(teamMembers)
    .where(eq(teamMembers.accountId, accountId))
    .orderBy(asc(id));
}
