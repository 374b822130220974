import { and, eq } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { sealsAnew } from '../seals/seals-anew.ts';
import { deriveKey } from './derive-key.ts';
import { beingRotated } from './rotation.ts';
import { sealedAnew } from './seal.ts';
import { refreshKeys, signingKeys } from './tables.ts';

/** Seals every key and every row anew under the first master key; the others can be taken out of the configuration afterwards. */
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
  writes.push(...(await sealsAnew(context)));
  await context.record({
    writes,
    entries: [{ type: 'master_key.replaced', actor: by, facts: { sealed: writes.length } }],
  });
  return { sealed: writes.length };
}
