import { and, eq } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Lapses, lapsedNow, reinstatedNow } from './lapses.ts';
import { peopleRead, personHolds } from './store.ts';
import { people } from './tables.ts';

export interface MembershipChange {
  /** The account of the person. */
  id: string;
  group: string;
  by: string;
  reason: string;
  /** Of a review that it comes from. */
  item?: string;
}

interface Changing {
  writes: Write[];
  entries: Entry[];
}

async function readMembership({ reader }: Context, { id }: MembershipChange) {
  const [row] = await peopleRead(reader, eq(people.id, id), 1);
  if (!row) throw notFound();
  if (!personHolds(row, reader.seals))
    throw new Refusal('seal_broken', 'What is on record about this person cannot be relied on.');
  return row;
}

function changing(
  context: Context,
  row: Awaited<ReturnType<typeof readMembership>>,
  lapses: Lapses,
  type: 'person.membership_lapsed' | 'person.membership_reinstated',
  { id, group, by, reason, item }: MembershipChange,
): Changing {
  const { domain, iss, sub, personId, email, groups, marks, seal: before } = row;
  const seal = context.seals.of('people', { id, domain, iss, sub, personId, email, groups, lapses, marks });
  const asHeld = before === null ? undefined : eq(people.seal, before);
  if (asHeld === undefined) throw new Error(`${id} has no seal.`);
  const otherwise = new Refusal(
    'changed_meanwhile',
    'The person was changed at the same moment. Look again.',
  );
  return {
    writes: [
      write(
        update(people)
          .set({ lapses, seal })
          .where(and(eq(people.id, id), asHeld)),
        { rows: 1, otherwise },
      ),
    ],
    entries: [
      { type, actor: by, target: id, facts: { group, ...(item ? { item } : {}) }, detail: { reason } },
    ],
  };
}

/** The group gives no role and no signature any more, whatever the issuer says, until somebody reinstates it. */
export async function lapseMembership(context: Context, change: MembershipChange): Promise<void> {
  const row = await readMembership(context, change);
  if (row.lapses?.groups.includes(change.group))
    throw new Refusal('already_lapsed', 'This membership counts no more already.');
  const lapses = lapsedNow(row.lapses, change.group);
  await context.record(changing(context, row, lapses, 'person.membership_lapsed', change));
}

/** What makes a membership count again, to be recorded with whatever it rests on. */
export async function reinstating(context: Context, change: MembershipChange): Promise<Changing> {
  const row = await readMembership(context, change);
  if (!row.lapses?.groups.includes(change.group))
    throw new Refusal('not_lapsed', 'This membership counts already.');
  const lapses = reinstatedNow(row.lapses, change.group);
  return changing(context, row, lapses, 'person.membership_reinstated', change);
}
