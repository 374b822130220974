import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { offers } from './tables.ts';

/** Still to be taken up. */
export const openOffer = (now: SQL): SQL | undefined =>
  and(isNull(offers.usedAt), isNull(offers.withdrawnAt), sql`${offers.expiresAt} > ${now}`);

/** Nobody takes it up any more: its customer took it back, or a review found that it should not stand. */
export async function endOffer(
  context: Context,
  { offer: { id, customerId }, by }: { offer: { id: string; customerId: string }; by: string },
): Promise<void> {
  const over = new Refusal('offer_over', 'This offer is used up, taken back or past its time already.');
  await context.record({
    writes: [
      write(
        update(offers)
          .set({ withdrawnAt: context.clock.now(), seal: null })
          .where(and(eq(offers.id, id), eq(offers.customerId, customerId), openOffer(context.clock.sql))),
        { rows: 1, otherwise: over },
      ),
    ],
    entries: [{ type: 'offer.withdrawn', actor: by, subject: customerId, target: id }],
  });
}
