import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Entry } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { keyThumbprint } from '../dpop.ts';
import { deriveKey } from './derive-key.ts';
import { seal, sealedAnew } from './seal.ts';
import { refreshKeys, signingKeys } from './tables.ts';

/** Backends look for new keys every five minutes: by then each of them knows the one that will sign next. */
const leastSecondsBetween = 300;

function newSigningKey(context: Context, status: 'active' | 'next') {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = keyThumbprint({ ...pair.publicKey.export({ format: 'jwk' }) });
  const sealingKey = deriveKey(context.config.masterKey, 'signing keys at rest');
  return {
    kid,
    status,
    sealedPrivateJwk: seal(sealingKey, JSON.stringify(pair.privateKey.export({ format: 'jwk' })), kid),
    createdAt: context.clock.sql,
  };
}

function newRefreshKey(context: Context) {
  const id = `rfk_${randomBytes(8).toString('hex')}`;
  const sealingKey = deriveKey(context.config.masterKey, 'refresh keys at rest');
  const sealedKey = seal(sealingKey, randomBytes(32).toString('base64url'), id);
  return { id, status: 'active' as const, sealedKey, createdAt: context.clock.sql };
}

/** At first start: what signs, what will follow it, and what refresh tokens are derived with. A broker beside us may be quicker. */
export async function ensureKeys(context: Context): Promise<void> {
  const raced = new Refusal('raced', 'Another broker made the keys.');
  const one = { rows: 1, otherwise: raced };
  const held = await context.reader.select({ status: signingKeys.status }).from(signingKeys);
  const signing = (['active', 'next'] as const)
    .filter((status) => !held.some((row) => row.status === status))
    .map((status) => newSigningKey(context, status));
  const hasRefreshKey = (await context.reader.$count(refreshKeys, eq(refreshKeys.status, 'active'))) > 0;
  const refresh = hasRefreshKey ? [] : [newRefreshKey(context)];
  const made = [
    ...signing.map((row) => ({
      write: write(insertInto(signingKeys).values(row).onConflictDoNothing(), one),
      entry: { type: 'signing_key.made', target: row.kid },
    })),
    ...refresh.map((row) => ({
      write: write(insertInto(refreshKeys).values(row).onConflictDoNothing(), one),
      entry: { type: 'refresh_key.made', target: row.id },
    })),
  ];
  if (made.length === 0) return;
  try {
    await context.record({ writes: made.map((each) => each.write), entries: made.map((each) => each.entry) });
  } catch (error) {
    if (error !== raced) throw error;
  }
}

export interface Rotated {
  /** What signs, or what successors are derived with, from now on. */
  readonly active: string;
}

const beingRotated = () => new Refusal('raced', 'The keys are being rotated already.');

/**
 * The next key signs from now on: everybody has known it since the last rotation. The old one is published until its
 * last token is long gone.
 */
export async function rotateSigningKeys(context: Context, by?: string): Promise<Rotated> {
  const raced = beingRotated();
  const [next] = await context.reader.select().from(signingKeys).where(eq(signingKeys.status, 'next'));
  const [active] = await context.reader.select().from(signingKeys).where(eq(signingKeys.status, 'active'));
  if (!next || !active) throw raced;
  await refuseIfRotatedLately(context);
  const following = newSigningKey(context, 'next');
  const one = { rows: 1, otherwise: raced };
  const told = (type: string, target: string): Entry => ({ type, target, ...(by ? { actor: by } : {}) });
  await context.record({
    writes: [
      write(
        update(signingKeys)
          .set({ status: 'retired', retiredAt: context.clock.sql })
          .where(and(eq(signingKeys.kid, active.kid), eq(signingKeys.status, 'active'))),
        one,
      ),
      write(
        update(signingKeys)
          .set({ status: 'active' })
          .where(and(eq(signingKeys.kid, next.kid), eq(signingKeys.status, 'next'))),
        one,
      ),
      write(insertInto(signingKeys).values(following).onConflictDoNothing(), one),
    ],
    entries: [
      told('signing_key.retired', active.kid),
      told('signing_key.activated', next.kid),
      told('signing_key.made', following.kid),
    ],
  });
  return { active: next.kid };
}

async function refuseIfRotatedLately({ reader, clock }: Context): Promise<void> {
  const [last] = await reader
    .select({ at: signingKeys.retiredAt })
    .from(signingKeys)
    .where(isNotNull(signingKeys.retiredAt))
    .orderBy(desc(signingKeys.retiredAt))
    .limit(1);
  if (!last?.at) return;
  const wait = Math.ceil(leastSecondsBetween - (clock.now().getTime() - last.at.getTime()) / 1000);
  if (wait <= 0) return;
  throw new Refusal(
    'rotated_lately',
    `Not every backend knows the next key yet. Rotate again in ${wait} s.`,
    {
      headers: { 'retry-after': String(wait) },
    },
  );
}

/** Refresh tokens are random or derived, and only their hashes are kept: none has to be given out anew. */
export async function rotateRefreshKey(context: Context, by: string): Promise<Rotated> {
  const raced = beingRotated();
  const [active] = await context.reader.select().from(refreshKeys).where(eq(refreshKeys.status, 'active'));
  if (!active) throw raced;
  const following = newRefreshKey(context);
  const one = { rows: 1, otherwise: raced };
  await context.record({
    writes: [
      write(
        update(refreshKeys)
          .set({ status: 'retired', retiredAt: context.clock.sql })
          .where(and(eq(refreshKeys.id, active.id), eq(refreshKeys.status, 'active'))),
        one,
      ),
      write(insertInto(refreshKeys).values(following).onConflictDoNothing(), one),
    ],
    entries: [
      { type: 'refresh_key.retired', actor: by, target: active.id },
      { type: 'refresh_key.made', actor: by, target: following.id },
    ],
  });
  return { active: following.id };
}

/** Seals every key anew under the first master key; the others can be taken out of the configuration afterwards. */
export async function sealUnderMasterKey(context: Context, by: string): Promise<{ sealed: number }> {
  const { masterKey, otherMasterKeys } = context.config;
  const anew = (purpose: 'signing keys at rest' | 'refresh keys at rest', sealed: string, bound: string) => {
    const [first, ...others] = [masterKey, ...otherMasterKeys].map((key) => deriveKey(key, purpose));
    return first === undefined ? undefined : sealedAnew(first, others, sealed, bound);
  };
  const otherwise = beingRotated();
  const writes: Write[] = [];
  for (const { kid, sealedPrivateJwk: before } of await context.reader.select().from(signingKeys)) {
    const sealedPrivateJwk = anew('signing keys at rest', before, kid);
    if (sealedPrivateJwk === undefined) continue;
    const held = and(eq(signingKeys.kid, kid), eq(signingKeys.sealedPrivateJwk, before));
    writes.push(write(update(signingKeys).set({ sealedPrivateJwk }).where(held), { rows: 1, otherwise }));
  }
  for (const { id, sealedKey: before } of await context.reader.select().from(refreshKeys)) {
    const sealedKey = anew('refresh keys at rest', before, id);
    if (sealedKey === undefined) continue;
    const held = and(eq(refreshKeys.id, id), eq(refreshKeys.sealedKey, before));
    writes.push(write(update(refreshKeys).set({ sealedKey }).where(held), { rows: 1, otherwise }));
  }
  await context.record({
    writes,
    entries: [{ type: 'master_key.replaced', actor: by, facts: { sealed: writes.length } }],
  });
  return { sealed: writes.length };
}
