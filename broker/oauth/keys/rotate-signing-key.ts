import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Entry } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { newSigningKey } from './new-key.ts';
import { beingRotated, type Rotated } from './rotation.ts';
import { signingKeys } from './tables.ts';

/** Backends look for new keys every five minutes: by then each of them knows the one that will sign next. */
const leastSecondsBetween = 300;

/**
 * The next key signs from now on: everybody has known it since the last rotation. The old one is published until its
 * last token is long gone.
 */
export async function rotateSigningKey(context: Context, by?: string): Promise<Rotated> {
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
