import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { CustomerId } from '../ids.ts';
import { risksOf } from '../policy/bundle.ts';
import type { UsedOffer } from './delegation.ts';
import { contains, type DelegationSession } from './details.ts';
import { mayConsent } from './may-consent.ts';
import { codeHash } from './offer-code.ts';
import { offers } from './tables.ts';

type Row = typeof offers.$inferSelect;

/** Unknown, used, withdrawn, past its time, made by somebody who may not: told apart for nobody. */
export const offerNotValid = (detail: string) =>
  new Refusal(
    'offer_not_valid',
    'This code opens nothing. Ask the customer for another, or ask without one.',
    {
      detail,
    },
  );

function refuseBeyond(offer: Row, details: readonly DelegationSession[]): void {
  const within = details.every(
    (item) =>
      contains(offer.identifier, item.identifier) &&
      item.actions.every((action) => offer.actions.includes(action)) &&
      item.max_duration <= offer.maxDurationSeconds,
  );
  if (within) return;
  throw new Refusal(
    'beyond_offer',
    'This is more than the customer has offered. Ask for less, or ask without the code.',
  );
}

/** Whoever offered must be able to consent now, and is a further person, as with a consent that is given. */
async function refuseWrongGiver(
  context: Context,
  offer: Row,
  details: readonly DelegationSession[],
  actorPerson: string | undefined,
): Promise<void> {
  const giver = await findPerson(context.reader, offer.customerId);
  if (!giver?.enabled || giver.person === undefined || giver.marks.includes('staff'))
    throw offerNotValid('whoever offered may not consent');
  if (giver.person === actorPerson) throw offerNotValid('the actor offered it to themselves');
  if (!(await mayConsent(context, offer.customerId, details)))
    throw offerNotValid('whoever offered may not consent for this account');
}

/** The offer that a code names, when it covers what is asked. */
export async function findOffer(
  context: Context,
  code: string,
  asked: { details: readonly DelegationSession[]; actorPerson: string | undefined },
): Promise<UsedOffer> {
  const [offer] = await context.reader
    .select()
    .from(offers)
    .where(and(eq(offers.codeHash, codeHash(context, code)), open(context)));
  if (!offer) throw offerNotValid('no open offer has this code');
  if (!context.seals.holds('offers', offer.id, offer)) throw offerNotValid('the offer was edited');
  await refuseWrongGiver(context, offer, asked.details, asked.actorPerson);
  refuseBeyond(offer, asked.details);
  const risks = risksOf(context.policy.bundle);
  const covered = context.policy.bundle.limits.offers_cover as readonly string[];
  const uncovered = offer.actions.some((action) => !covered.includes(risks.get(action) ?? 'never'));
  if (uncovered) throw offerNotValid('policy no longer lets this be offered');
  return {
    id: offer.id,
    customerId: offer.customerId as CustomerId,
    hash: offer.hash,
    at: offer.createdAt,
  };
}

const open = (context: Context) =>
  and(isNull(offers.usedAt), isNull(offers.withdrawnAt), sql`${offers.expiresAt} > ${context.clock.sql}`);

/** Whoever comes second with the same code has nothing. */
export function takeOffer(context: Context, { id }: UsedOffer, delegationId: string): Write {
  return write(
    update(offers)
      .set({ usedAt: context.clock.now(), delegationId, seal: null })
      .where(and(eq(offers.id, id), open(context))),
    { rows: 1, otherwise: offerNotValid('the offer was used a moment before') },
  );
}
