import { and, eq, inArray, isNull, max } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import type { Write } from '../audit/record.ts';
import { logEvents, logIndex } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { Refusal } from '../errors.ts';
import { findActivation } from '../governance/active-policy.ts';
import { shutOutClient } from '../oauth/clients/shut-out-client.ts';
import { clients } from '../oauth/clients/tables.ts';
import { sessions } from '../session/tables.ts';
import type { CampaignItem, CampaignKind, Facts } from './campaign.ts';
import { memberships } from './memberships.ts';
import { openOffers } from './offers.ts';
import { heldPasskeys } from './passkeys.ts';

export interface Candidate {
  ref: string;
  title: string;
  facts: Facts;
  /** As the registry names them: an id or an address. */
  owner?: string;
  concernsPerson?: string;
  lastUsedAt?: Date;
}

/** Who answers where no owner can. */
export type Steward = 'review.manage' | 'people.manage';

export interface Reviewable {
  /** `review.manage` where it is not said. */
  steward?: Steward;
  collect: (context: Context, sample: readonly number[]) => Promise<Candidate[]>;
  /** Ends it, where that harms nobody else; answers whether it did. Doing it twice is doing it once. */
  shut?: (context: Context, item: CampaignItem, by: { id: string }) => Promise<boolean>;
  /** What was shut before, and is confirmed now: recorded together with the answer. */
  restoring?: (
    context: Context,
    item: CampaignItem,
    by: { id: string },
  ) => Promise<{ writes: Write[]; entries: Entry[] } | undefined>;
}

type ClientRow = typeof clients.$inferSelect;

/** A service that people's pages and other backends do not stand on may be shut; a door or a backend never by itself. */
const isAutomation = ({ kind, resource }: Pick<ClientRow, 'kind' | 'resource'>): boolean =>
  kind === 'service' && resource === null;

async function clientsOf(context: Context, wanted: (row: ClientRow) => boolean): Promise<Candidate[]> {
  const [rows, uses] = await Promise.all([
    context.reader.select().from(clients).where(isNull(clients.disabledAt)).orderBy(clients.id),
    context.reader
      .select({ clientId: sessions.clientId, at: max(sessions.lastUsedAt) })
      .from(sessions)
      .groupBy(sessions.clientId),
  ]);
  return rows.filter(wanted).map(({ id, name, owner, kind, method, keys, scopes }) => {
    const used = uses.find(({ clientId }) => clientId === id)?.at;
    return {
      ref: id,
      title: name,
      owner,
      facts: { kind, method, keys: keys.length, scopes: scopes.join(' ') },
      ...(used ? { lastUsedAt: used } : {}),
    };
  });
}

async function policyVersion(context: Context): Promise<Candidate[]> {
  const active = await findActivation(context.reader);
  if (!active) return [];
  const { version, epoch } = active;
  return [{ ref: version, title: 'The active policy version', facts: { version, epoch } }];
}

async function risks(context: Context): Promise<Candidate[]> {
  return context.policy.bundle.catalog.backends.flatMap(({ actions }) =>
    actions.map(({ id, title, risk }) => ({ ref: id, title, facts: { action: id, risk } })),
  );
}

async function logSample(context: Context, sample: readonly number[]): Promise<Candidate[]> {
  if (sample.length === 0) return [];
  const rows = await context.reader
    .select({ index: logIndex.index, leafHash: logIndex.leafHash, kind: logEvents.kind })
    .from(logIndex)
    .leftJoin(logEvents, eq(logEvents.index, logIndex.index))
    .where(inArray(logIndex.index, [...sample]))
    .orderBy(logIndex.index);
  return rows.map(({ index, leafHash, kind }) => ({
    ref: String(index),
    title: kind === null ? `Entry ${index} of the log` : `Entry ${index} of the log: ${kind}`,
    facts: { index, leaf_hash: leafHash },
  }));
}

async function shutClient(context: Context, { ref }: CampaignItem, by: { id: string }): Promise<boolean> {
  const [row] = await context.reader
    .select()
    .from(clients)
    .where(and(eq(clients.id, ref)));
  if (!row || !isAutomation(row)) return false;
  try {
    await retryLostRaces(() => shutOutClient(context, by, ref, 'Nobody confirmed it in a review.'));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'already_disabled') throw error;
  }
  return true;
}

/** Whose item it is to answer: undefined where its owner can. */
export const stewardOf = ({ kind, ownerPerson }: CampaignItem): Steward | undefined =>
  ownerPerson === null ? (reviewables[kind].steward ?? 'review.manage') : undefined;

/** What a campaign can go through. A further kind is a further row. */
export const reviewables: Record<CampaignKind, Reviewable> = {
  client: { collect: (context) => clientsOf(context, (row) => !isAutomation(row)) },
  automation: { collect: (context) => clientsOf(context, isAutomation), shut: shutClient },
  membership: memberships,
  passkey: heldPasskeys,
  offer: openOffers,
  policy: { collect: policyVersion },
  risk: { collect: risks },
  log_sample: { collect: logSample },
};
