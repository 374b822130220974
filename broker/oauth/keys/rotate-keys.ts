import { generateKeyPairSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { keyThumbprint } from '../dpop.ts';
import { deriveKey } from './derive-key.ts';
import { seal } from './seal.ts';
import { signingKeys } from './tables.ts';

type Status = 'active' | 'next';

function newKey(context: Context, status: Status) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bare = pair.publicKey.export({ format: 'jwk' });
  const kid = keyThumbprint({ ...bare });
  const sealingKey = deriveKey(context.config.masterKey, 'signing keys at rest');
  return {
    kid,
    status,
    sealedPrivateJwk: seal(sealingKey, JSON.stringify(pair.privateKey.export({ format: 'jwk' })), kid),
    createdAt: context.clock.sql,
  };
}

/** At first start: a key to sign with and the one that will follow it. A broker that starts beside us may be quicker. */
export async function ensureSigningKeys(context: Context): Promise<void> {
  const held = await context.reader.select({ status: signingKeys.status }).from(signingKeys);
  const missing = (['active', 'next'] as const).filter(
    (status) => !held.some((row) => row.status === status),
  );
  if (missing.length === 0) return;
  const raced = new Refusal('raced', 'Another broker made the keys.');
  const made = missing.map((status) => newKey(context, status));
  try {
    await context.record({
      writes: made.map((row) =>
        write(insertInto(signingKeys).values(row).onConflictDoNothing(), { rows: 1, otherwise: raced }),
      ),
      entries: made.map((row) => ({ type: 'signing_key.made', target: row.kid })),
    });
  } catch (error) {
    if (error !== raced) throw error;
  }
}

/** The next key signs from now on; the old one is published until its last token is long gone. */
export async function rotateSigningKeys(context: Context): Promise<void> {
  const raced = new Refusal('raced', 'The keys are being rotated already.');
  const [next] = await context.reader.select().from(signingKeys).where(eq(signingKeys.status, 'next'));
  const [active] = await context.reader.select().from(signingKeys).where(eq(signingKeys.status, 'active'));
  if (!next || !active) throw raced;
  const following = newKey(context, 'next');
  const one = { rows: 1, otherwise: raced };
  await context.record({
    writes: [
      write(
        update(signingKeys)
          .set({ status: 'retired', retiredAt: context.clock.sql })
          .where(eq(signingKeys.kid, active.kid)),
        one,
      ),
      write(update(signingKeys).set({ status: 'active' }).where(eq(signingKeys.kid, next.kid)), one),
      write(insertInto(signingKeys).values(following).onConflictDoNothing(), one),
    ],
    entries: [
      { type: 'signing_key.retired', target: active.kid },
      { type: 'signing_key.activated', target: next.kid },
      { type: 'signing_key.made', target: following.kid },
    ],
  });
}
