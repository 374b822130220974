import { eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { contains, type DelegationSession } from './details.ts';
import { codeHash, countTry, forgetTry } from './offer-code.ts';
import { offers } from './tables.ts';
import { findOffer } from './take-offer.ts';

export type WhyNot = 'unknown' | 'used' | 'over' | 'other_account' | 'other_actions' | 'longer' | 'not_valid';

/** Whether what is asked would need no consent of its own. */
export type OfferLook = { covers: true; at: Date } | { covers: false; why: WhyNot; reason: string };

interface Asked {
  details: readonly DelegationSession[];
  actorPerson: string | undefined;
}

const said: Record<Exclude<WhyNot, 'other_actions' | 'longer'>, string> = {
  unknown: 'Nothing was ever offered under this code. Have the customer read it out once more.',
  used: 'This offer has been used; each is good for one request. Ask the customer for another.',
  over: 'This offer is over: its time has passed, or the customer has taken it back.',
  other_account: 'This offer is for another account.',
  not_valid: 'This offer opens nothing here. Ask without it.',
};

const not = (why: keyof typeof said): OfferLook => ({ covers: false, why, reason: said[why] });

function beyond(context: Context, actions: readonly string[], maxSeconds: number): OfferLook {
  if (actions.length === 0) {
    const minutes = Math.floor(maxSeconds / 60);
    return { covers: false, why: 'longer', reason: `This offer is for ${minutes} minutes at most.` };
  }
  const known = context.policy.bundle.catalog.backends.flatMap((backend) => backend.actions);
  const titles = actions.map((id) => known.find((one) => one.id === id)?.title ?? id);
  return { covers: false, why: 'other_actions', reason: `This offer does not cover: ${titles.join(', ')}.` };
}

async function whyNot(context: Context, code: string, { details }: Asked): Promise<OfferLook> {
  const expired: SQL<boolean> = sql<boolean>`${offers.expiresAt} <= ${context.clock.sql}`;
  const [found] = await context.reader
    .select({ offer: offers, expired })
    .from(offers)
    .where(eq(offers.codeHash, codeHash(context, code)));
  if (!found) return not('unknown');
  const { offer } = found;
  if (!details.every(({ identifier }) => contains(offer.identifier, identifier))) return not('other_account');
  if (offer.usedAt) return not('used');
  if (offer.withdrawnAt || found.expired) return not('over');
  const uncovered = details.flatMap(({ actions }) => actions).filter((one) => !offer.actions.includes(one));
  const isLonger = details.some((item) => item.max_duration > offer.maxDurationSeconds);
  if (uncovered.length > 0 || isLonger)
    return beyond(context, [...new Set(uncovered)], offer.maxDurationSeconds);
  return not('not_valid');
}

/**
 * What filing with this code would come to. Counted as filing is, and given back only to who knows a code: otherwise looking
 * would be a way to guess one.
 */
export async function lookAtOffer(
  context: Context,
  code: string,
  asked: Asked & { actorId: string },
): Promise<OfferLook> {
  await countTry(context, asked.actorId);
  const look = await findOffer(context, code, asked).then(
    ({ at }): OfferLook => ({ covers: true, at }),
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return whyNot(context, code, asked);
    },
  );
  if (look.covers || look.why !== 'unknown') await forgetTry(context, asked.actorId);
  return look;
}
