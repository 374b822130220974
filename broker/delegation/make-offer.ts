import { and, desc, eq } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { newId } from '../ids.ts';
import { risksOf } from '../policy/bundle.ts';
import { endOffer } from './end-offer.ts';
import { later } from './lifecycle.ts';
import { mayConsent } from './may-consent.ts';
import { codeHash, newCode, spellCode } from './offer-code.ts';
import { offers } from './tables.ts';

export interface OfferInput {
  /** `account/<id>`. */
  identifier: string;
  actions: string[];
  maxDurationSeconds: number;
  validForSeconds: number;
}

export type Offer = Omit<typeof offers.$inferSelect, 'seal'>;

function refuseUnlessCustomer({ domain }: Principal): void {
  if (domain !== 'customer')
    throw new Refusal('wrong_domain', 'Only customers make offers.', { status: 403 });
}

/** What may be offered is what policy says of risks, on accounts that the customer may consent for. */
async function checkOffer(context: Context, principal: Principal, input: OfferInput): Promise<void> {
  const { bundle } = context.policy;
  const risks = risksOf(bundle);
  const covered = bundle.limits.offers_cover as readonly string[];
  const beyond = input.actions.filter((action) => !covered.includes(risks.get(action) ?? 'never'));
  if (beyond.length > 0)
    throw new Refusal('not_to_be_offered', 'This can only be allowed when somebody asks for it.', {
      status: 400,
      extra: { actions: beyond },
    });
  if (!(await mayConsent(context, principal.id, [input]))) throw notFound();
}

/** Answers the code, which nobody can be told again. */
export async function makeOffer(
  context: Context,
  { principal, offer }: { principal: Principal; offer: OfferInput },
): Promise<{ offer: Offer; code: string }> {
  refuseUnlessCustomer(principal);
  await checkOffer(context, principal, offer);
  const now = context.clock.now();
  const code = newCode();
  const id = newId('ofr', now.getTime());
  const expiresAt = later(now, offer.validForSeconds);
  const { identifier, actions, maxDurationSeconds } = offer;
  const hash = hashOf({
    id,
    customer: principal.id,
    identifier,
    actions,
    max_duration: maxDurationSeconds,
    expires_at: expiresAt.toISOString(),
  });
  const row: Offer = {
    id,
    customerId: principal.id,
    codeHash: codeHash(context, code),
    identifier,
    actions,
    maxDurationSeconds,
    hash,
    createdAt: now,
    expiresAt,
    withdrawnAt: null,
    usedAt: null,
    delegationId: null,
  };
  await context.record({
    writes: [
      write(insertInto(offers).values({ ...row, seal: context.seals.of('offers', row) }), {
        rows: 1,
        otherwise: new Error('An offer was not inserted.'),
      }),
    ],
    entries: [
      {
        type: 'offer.made',
        actor: principal.id,
        subject: principal.id,
        target: id,
        policyVersion: context.policy.version,
        hashes: { details: hash },
        facts: { max_duration: maxDurationSeconds, expires_at: expiresAt.toISOString() },
        detail: { identifier, actions },
      },
    ],
  });
  return { offer: row, code: spellCode(code) };
}

export async function withdrawOffer(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<void> {
  refuseUnlessCustomer(principal);
  const own = and(eq(offers.id, id), eq(offers.customerId, principal.id));
  if ((await context.reader.$count(offers, own)) === 0) throw notFound();
  await endOffer(context, { offer: { id, customerId: principal.id }, by: principal.id });
}

/** Newest first. */
export async function listOffers(context: Context, principal: Principal): Promise<Offer[]> {
  refuseUnlessCustomer(principal);
  const own = eq(offers.customerId, principal.id);
  return context.reader.select().from(offers).where(own).orderBy(desc(offers.id)).limit(50);
}
