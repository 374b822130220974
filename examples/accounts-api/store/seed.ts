import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Store } from './open-store.ts';
import { accounts, credentials, invoices, profiles, sessions, settings, teamMembers } from './tables.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

const seedSchema = z.strictObject({
  accounts: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9]+$/),
      label: z.string(),
      owner: z.strictObject({ id: z.string(), sub: z.string() }),
      consenters: z.array(z.string()),
      profile: z.strictObject({
        name: z.string(),
        email: z.email(),
        phone: z.string(),
        company: z.string(),
        address: z.string(),
        language: z.string(),
        createdAt: instant,
      }),
      settings: z.array(z.strictObject({ key: z.string(), value: z.string(), title: z.string() })),
      credentials: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          lastFour: z.string().length(4),
          scopes: z.array(z.string()),
          createdAt: instant,
          lastUsedAt: instant.nullable(),
        }),
      ),
      sessions: z.array(
        z.strictObject({
          id: z.string(),
          device: z.string(),
          place: z.string(),
          address: z.string(),
          startedAt: instant,
          lastSeenAt: instant,
        }),
      ),
      invoices: z.array(
        z.strictObject({
          id: z.string(),
          number: z.string(),
          status: z.enum(['paid', 'open', 'overdue']),
          issuedOn: z.iso.date(),
          dueOn: z.iso.date(),
          currency: z.string().length(3),
          totalMinor: z.number().int(),
          lines: z.array(z.strictObject({ title: z.string(), amountMinor: z.number().int() })),
        }),
      ),
      team: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          email: z.email(),
          role: z.enum(['owner', 'developer', 'billing', 'viewer']),
        }),
      ),
    }),
  ),
});

export type Seed = z.infer<typeof seedSchema>;

export function readSeed(path: string): Seed {
  return seedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

const BATCH = 500;

function batches<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, index) =>
    rows.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** All or nothing, and only into an empty store: what people changed since is never overwritten. */
export async function seedOnce({ database }: Store, seed: Seed): Promise<boolean> {
  const all = seed.accounts;
  const owned = <Row extends object>(pick: (account: Seed['accounts'][number]) => readonly Row[]) =>
    all.flatMap((account) => pick(account).map((row) => ({ ...row, accountId: account.id })));
  return await database.transaction(async (transaction) => {
    const present = await transaction.select({ id: accounts.id }).from(accounts).limit(1);
    if (present.length > 0) return false;
    const rows = all.map(({ id, label, owner, profile }) => ({
      id,
      label,
      owner: owner.id,
      ownerSubject: owner.sub,
      createdAt: profile.createdAt,
    }));
    for (const batch of batches(rows)) await transaction.insert(accounts).values(batch);
    for (const batch of batches(owned(({ profile }) => [profile])))
      await transaction.insert(profiles).values(batch);
    for (const batch of batches(owned((one) => one.settings)))
      await transaction.insert(settings).values(batch);
    for (const batch of batches(owned((one) => one.credentials)))
      await transaction.insert(credentials).values(batch);
    for (const batch of batches(owned((one) => one.sessions)))
      await transaction.insert(sessions).values(batch);
    for (const batch of batches(owned((one) => one.invoices)))
      await transaction.insert(invoices).values(batch);
    for (const batch of batches(owned((one) => one.team)))
      await transaction.insert(teamMembers).values(batch);
    return true;
  });
}
