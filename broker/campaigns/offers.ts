import { asc, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { endOffer, openOffer } from '../delegation/end-offer.ts';
import { offers } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import type { CampaignItem } from './campaign.ts';
import type { Candidate, Reviewable } from './reviewable.ts';

/** What customers allow whoever is told the code. By their ids: their names are theirs, and an item stays for ever. */
async function collect({ reader, clock }: Context): Promise<Candidate[]> {
  const open = await reader.select().from(offers).where(openOffer(clock.sql)).orderBy(asc(offers.id));
  return open
    .filter((row) => reader.seals.holds('offers', row.id, row))
    .map(({ id, customerId, identifier, actions, expiresAt }) => ({
      ref: id,
      title: `What ${customerId} offers on ${identifier}`,
      facts: {
        customer: customerId,
        identifier,
        actions: actions.join(' '),
        expires_at: expiresAt.toISOString(),
      },
    }));
}

async function shut(context: Context, { ref }: CampaignItem, by: { id: string }): Promise<boolean> {
  const [offer] = await context.reader.select().from(offers).where(eq(offers.id, ref));
  if (!offer) return true;
  try {
    await endOffer(context, { offer, by: by.id });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'offer_over') throw error;
  }
  return true;
}

export const openOffers: Reviewable = { collect, shut, steward: 'people.manage' };
