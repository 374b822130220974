import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { type Asking, blockedFor, takeTurn, turnOf } from './blocks.ts';
import type { DelegationSession } from './details.ts';
import { changedMeanwhile } from './retry-lost-races.ts';
import { delegations, requestTurns } from './tables.ts';

export interface Wanted {
  asking: Asking;
  subjectId: string;
  details: readonly DelegationSession[];
}

/** Whatever this person has asked for, with whichever account or service. */
const asked = ({ id, person }: Asking): SQL | undefined =>
  or(eq(delegations.actorId, id), person === undefined ? undefined : eq(delegations.behindPerson, person));

const openOf = (context: Context, { asking }: Wanted): SQL | undefined =>
  and(asked(asking), eq(delegations.status, 'pending'), sql`${delegations.decideBy} > ${context.clock.sql}`);

/** Requests of the same person for the same customer that were refused, and that asked for nothing else than this. */
function refusedBefore(context: Context, { asking, subjectId, details }: Wanted): SQL | undefined {
  const actions = [...new Set(details.flatMap((item) => item.actions))];
  const seconds = context.policy.bundle.limits.cooldown_after_refusal_s;
  const other = sql`exists (select 1 from jsonb_array_elements(${delegations.requested}) item,
    jsonb_array_elements_text(item->'actions') named where named not in ${actions})`;
  return and(
    asked(asking),
    eq(delegations.subjectId, subjectId),
    eq(delegations.status, 'denied'),
    inArray(delegations.endedKind, ['admin', 'customer']),
    sql`${delegations.endedAt} > ${context.clock.sql} - make_interval(secs => ${seconds})`,
    sql`not ${other}`,
  );
}

async function refuseWhileCooling(context: Context, wanted: Wanted): Promise<void> {
  const { cooldown_after_refusal_s: seconds } = context.policy.bundle.limits;
  const [latest] = await context.reader
    .select({ at: sql<Date | null>`max(${delegations.endedAt})`.mapWith(delegations.endedAt) })
    .from(delegations)
    .where(refusedBefore(context, wanted));
  if (!latest?.at) return;
  const passed = Math.floor((context.clock.now().getTime() - latest.at.getTime()) / 1000);
  const wait = Math.max(1, seconds - passed);
  throw new Refusal(
    'cooling_down',
    `This was refused a moment ago. You can ask for it again in ${wait} seconds; a colleague can ask now.`,
    { status: 429, headers: { 'retry-after': String(wait) }, extra: { retry_after: wait } },
  );
}

/** In words, before anything is written; `withinLimits` holds the same in the write. */
export async function refuseBeyondLimits(context: Context, wanted: Wanted): Promise<void> {
  const { limits } = context.policy.bundle;
  const open = openOf(context, wanted);
  const forThem = and(open, eq(delegations.subjectId, wanted.subjectId));
  const count = (where: SQL | undefined) => context.reader.$count(delegations, where);
  if ((await count(forThem)) >= limits.open_per_customer)
    throw new Refusal(
      'too_many_open',
      `You have ${limits.open_per_customer} open requests for this customer. Wait for an answer, or take one back.`,
      { extra: { limit: limits.open_per_customer, of: 'customer' } },
    );
  if ((await count(open)) >= limits.open_per_agent)
    throw new Refusal(
      'too_many_open',
      `You have ${limits.open_per_agent} open requests. Wait for an answer, or take one back.`,
      { extra: { limit: limits.open_per_agent, of: 'agent' } },
    );
  await refuseWhileCooling(context, wanted);
}

/**
 * Two statements: the first waits for whoever else files for this actor, the second sees what they have left. Lost,
 * the whole is looked at again, and then there are words for it.
 */
export function withinLimits(context: Context, wanted: Wanted): Write[] {
  const { limits } = context.policy.bundle;
  const open = openOf(context, wanted);
  const forThem = and(open, eq(delegations.subjectId, wanted.subjectId));
  const holds = and(
    eq(requestTurns.holder, turnOf(wanted.asking)),
    sql`(select count(*) from ${delegations} where ${open}) < ${limits.open_per_agent}`,
    sql`(select count(*) from ${delegations} where ${forThem}) < ${limits.open_per_customer}`,
    sql`not exists (select 1 from ${delegations} where ${refusedBefore(context, wanted)})`,
    sql`not ${blockedFor(wanted.subjectId, wanted.asking)}`,
  );
  return [
    write(takeTurn(turnOf(wanted.asking)), { rows: 1, otherwise: changedMeanwhile() }),
    write(
      update(requestTurns)
        .set({ turns: sql`${requestTurns.turns} + 1` })
        .where(holds),
      { rows: 1, otherwise: changedMeanwhile() },
    ),
  ];
}
