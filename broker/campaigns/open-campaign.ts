import { randomBytes } from 'node:crypto';
import { and, inArray, or } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { newId } from '../ids.ts';
import { signableText } from '../signing/signable-text.ts';
import { type Campaign, type CampaignItem, type CampaignKind, drawSample } from './campaign.ts';
import { type Candidate, reviewables } from './reviewable.ts';
import { insertCampaign, insertItems, treeSize } from './store.ts';

export interface CampaignInput {
  title: string;
  kinds: readonly CampaignKind[];
  dueAt: Date;
  /** How many entries of the log are drawn. */
  sampleSize: number;
}

const SHORTEST_MS = 24 * 3600 * 1000;
const LONGEST_MS = 90 * SHORTEST_MS;
const MOST_ITEMS = 5_000;

const canAnswer = ({ domain, enabled, person }: DirectoryPerson): boolean =>
  domain === 'admin' && enabled && person !== undefined;

/** By id and by address. An address that several have is that of the one who can answer. */
async function ownersOf(
  context: Context,
  found: readonly Candidate[],
): Promise<Map<string, DirectoryPerson>> {
  const named = [...new Set(found.flatMap(({ owner }) => owner ?? []))];
  if (named.length === 0) return new Map();
  const known = await selectPeople(
    context.reader,
    and(
      inArray(people.domain, ['support', 'admin']),
      or(inArray(people.id, named), inArray(people.email, named)),
    ),
  );
  const adminsLast = known.toSorted((a, b) => Number(canAnswer(a)) - Number(canAnswer(b)));
  return new Map(
    adminsLast.flatMap((one) => [
      [one.id, one] as const,
      ...(one.email === undefined ? [] : [[one.email, one] as const]),
    ]),
  );
}

/** Writes down what stands at this moment, and who has to say whether it still should. */
export async function openCampaign(
  context: Context,
  { principal, campaign: asked }: { principal: Principal; campaign: CampaignInput },
): Promise<Campaign> {
  if (principal.domain !== 'admin' || !principal.person)
    throw new Refusal('wrong_domain', 'Only admins whose person is known may open a review.', {
      status: 403,
    });
  const title = signableText(asked.title, 'title', { min: 3, max: 120 });
  const now = context.clock.now();
  const time = asked.dueAt.getTime() - now.getTime();
  if (time < SHORTEST_MS || time > LONGEST_MS)
    throw new Refusal('due_at_out_of_range', 'Leave people a day at least, and 90 days at most.', {
      status: 400,
    });
  const campaign: Campaign = {
    id: newId('cmp', now.getTime()),
    title,
    kinds: [...new Set(asked.kinds)],
    openedBy: principal.id,
    openedAt: now,
    dueAt: asked.dueAt,
    seed: randomBytes(32).toString('hex'),
    treeSize: await treeSize(context.reader),
  };
  const sample = drawSample(campaign.seed, campaign.treeSize, asked.sampleSize);
  const items: CampaignItem[] = [];
  for (const kind of campaign.kinds) {
    const found = await reviewables[kind].collect(context, sample);
    const owners = await ownersOf(context, found);
    for (const { owner, concernsPerson = null, lastUsedAt = null, ...candidate } of found) {
      const known = owner === undefined ? undefined : owners.get(owner);
      items.push({
        id: newId('rvi', now.getTime()),
        campaignId: campaign.id,
        kind,
        ...candidate,
        ownerId: known?.id ?? null,
        // Whoever owns it and is no admin says nothing here, under no account.
        ownerPerson: (known && canAnswer(known) ? known.person : undefined) ?? null,
        concernsPerson: concernsPerson ?? known?.person ?? null,
        lastUsedAt,
        comment: null,
        answeredBy: null,
        answeredAt: null,
        challenge: null,
        state: { status: 'open' },
      });
    }
  }
  if (items.length === 0)
    throw new Refusal('nothing_to_review', 'There is nothing of these kinds to review.');
  if (items.length > MOST_ITEMS)
    throw new Refusal(
      'too_much_to_review',
      `That is more than ${MOST_ITEMS} items; open one for fewer kinds.`,
    );
  const otherwise = new Error(`${campaign.id} was not inserted.`);
  await context.record({
    writes: [
      write(insertCampaign(campaign), { rows: 1, otherwise }),
      write(insertItems(items), { rows: items.length, otherwise }),
    ],
    entries: [
      {
        type: 'campaign.opened',
        actor: principal.id,
        target: campaign.id,
        policyVersion: context.policy.version,
        facts: {
          kinds: campaign.kinds.join(' '),
          items: items.length,
          due_at: campaign.dueAt.toISOString(),
          seed: campaign.seed,
          tree_size: campaign.treeSize,
          sample_size: campaign.kinds.includes('log_sample') ? sample.length : 0,
        },
        detail: { title },
      },
    ],
  });
  return campaign;
}
