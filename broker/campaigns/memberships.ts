import { inArray, isNotNull, max } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { reviews } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import { lapseMembership, type MembershipChange, reinstating } from '../identity/lapse-membership.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { CampaignItem } from './campaign.ts';
import type { Candidate, Reviewable } from './reviewable.ts';

const staffOf = (context: Context, domains: ('support' | 'admin')[]): Promise<DirectoryPerson[]> =>
  selectPeople(context.reader, inArray(people.domain, domains), 10_000);

/** When each account was last signed in to, or signed an approval or a denial, whichever is later. */
async function lastUses({ reader }: Context): Promise<Map<string, Date>> {
  const [seen, signed] = await Promise.all([
    reader.select({ id: people.id, at: people.seenAt }).from(people).where(isNotNull(people.seenAt)),
    reader
      .select({ id: reviews.signerId, at: max(reviews.signedAt) })
      .from(reviews)
      .groupBy(reviews.signerId),
  ]);
  const last = new Map<string, Date>();
  for (const { id, at } of [...seen, ...signed])
    if (at !== null && at > (last.get(id) ?? new Date(0))) last.set(id, at);
  return last;
}

/** Groups that give no role decide nothing, and nobody has to look at them. */
async function collect(context: Context): Promise<Candidate[]> {
  const { roles } = context.policy.bundle;
  const [staff, uses] = await Promise.all([staffOf(context, ['support', 'admin']), lastUses(context)]);
  return staff
    .filter(({ enabled }) => enabled)
    .flatMap(({ id, domain, name, person, groups, lapsedGroups = [] }) =>
      [...groups, ...lapsedGroups].sort().flatMap((group) => {
        const given = roles[domain]?.[group] ?? [];
        if (given.length === 0) return [];
        const lastUsedAt = uses.get(id);
        const isLapsed = lapsedGroups.includes(group);
        return [
          {
            ref: `${id}/${group}`,
            title: `${name} in ${group}`,
            facts: { person: id, group, roles: given.join(' '), ...(isLapsed ? { lapsed: true } : {}) },
            ...(person === undefined ? {} : { concernsPerson: person }),
            ...(lastUsedAt ? { lastUsedAt } : {}),
          },
        ];
      }),
    );
}

/** Fewer of them, and nobody could undo it, or let anybody else in. */
const leastHolders = (role: string): number => (role === 'policy_owner' ? 2 : 1);

/** Whether every role that an admin would lose is held by enough others. */
async function isSpared(context: Context, member: DirectoryPerson, group: string): Promise<boolean> {
  if (member.domain !== 'admin') return true;
  const { bundle } = context.policy;
  const others = (await staffOf(context, ['admin'])).filter(
    ({ enabled, person }) => enabled && person !== undefined && person !== member.person,
  );
  return (bundle.roles.admin?.[group] ?? []).every((role) => {
    const holders = others.filter(({ groups }) => rolesOf(bundle, 'admin', groups).includes(role));
    return new Set(holders.map(({ person }) => person)).size >= leastHolders(role);
  });
}

function changeOf({ id: item, facts }: CampaignItem, by: { id: string }, reason: string): MembershipChange {
  return { id: String(facts.person), group: String(facts.group), by: by.id, reason, item };
}

async function shut(context: Context, item: CampaignItem, by: { id: string }): Promise<boolean> {
  const change = changeOf(item, by, item.comment || 'Nobody confirmed it in a review.');
  return retryLostRaces(async () => {
    const member = await findPerson(context.reader, change.id);
    if (!member || member.isBroken) return false;
    if (member.lapsedGroups?.includes(change.group)) return true;
    if (!(await isSpared(context, member, change.group))) return false;
    try {
      await lapseMembership(context, change);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'already_lapsed') throw error;
    }
    return true;
  });
}

/** Only who was shown that it counts no more brings it back. */
async function restoring(context: Context, item: CampaignItem, by: { id: string }) {
  const change = changeOf(item, by, item.comment || 'Confirmed in a review.');
  const member = item.facts.lapsed === true ? await findPerson(context.reader, change.id) : undefined;
  return member?.lapsedGroups?.includes(change.group) ? reinstating(context, change) : undefined;
}

export const memberships: Reviewable = { collect, shut, restoring };

/** Whether the group of each membership counts no more at this moment, whatever was said of it. */
export async function lapsedAtPresent(
  context: Context,
  items: readonly CampaignItem[],
): Promise<Map<string, boolean>> {
  const asked = items.filter(({ kind }) => kind === 'membership');
  if (asked.length === 0) return new Map();
  const ids = [...new Set(asked.map(({ facts }) => String(facts.person)))];
  const found = await selectPeople(context.reader, inArray(people.id, ids), ids.length);
  const members = new Map<string, DirectoryPerson>(found.map((one) => [one.id, one]));
  return new Map(
    asked.flatMap(({ id, facts }) => {
      const member = members.get(String(facts.person));
      return member ? [[id, member.lapsedGroups?.includes(String(facts.group)) ?? false] as const] : [];
    }),
  );
}
