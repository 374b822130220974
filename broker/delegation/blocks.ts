import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Judged } from '../policy/decide-parts.ts';
import { neutralReason } from '../policy/explain.ts';
import { noObligations } from '../policy/obligations.ts';
import type { Reason } from '../policy/verdict.ts';
import { blocks, requestTurns } from './tables.ts';

/** An actor, and the human being behind it: a service is as blocked as who answers for it. */
export interface Asking {
  id: string;
  person: string | undefined;
}

/** The person behind an agent or a service: of services a member of staff, whoever else has the same address. */
export async function askingOf(
  context: Context,
  { id, person, owner }: { id: string; person?: string | undefined; owner?: string | undefined },
): Promise<Asking> {
  if (person !== undefined || owner === undefined) return { id, person };
  const named = or(eq(people.id, owner), eq(people.email, owner));
  const staff = await selectPeople(context.reader, and(inArray(people.domain, ['support', 'admin']), named));
  return { id, person: staff.find((one) => one.person !== undefined)?.person };
}

/** Whether this customer has blocked who asks. */
export function blockedFor(customerId: string, { id, person }: Asking): SQL {
  const whom = person === undefined ? undefined : eq(blocks.personId, person);
  const by = and(eq(blocks.customerId, customerId), or(eq(blocks.actorId, id), whom));
  return sql`exists (select 1 from ${blocks} where ${by})`;
}

export async function isBlocked(context: Context, customerId: string, asking: Asking): Promise<boolean> {
  return (await context.reader.$count(blocks, blockedFor(customerId, asking))) > 0;
}

const block: Reason = { id: 'customer-block', text: 'The customer has blocked this agent.' };

/** To the agent a block looks like everything else that is special about a customer. */
export const asBlocked = (verdict: Judged): Judged => withheld(verdict, block);

/** A no whatever policy says, in the words that tell nothing of the customer. */
export function withheld(verdict: Judged, because: Reason): Judged {
  const denied = {
    decision: 'deny' as const,
    reasons: [neutralReason],
    internal: [because],
    obligations: noObligations,
  };
  return {
    ...verdict,
    ...denied,
    said: verdict,
    actions: verdict.actions.map((action) => ({ ...action, ...denied })),
    approvals: { required: [], open: [], waiting: [], complete: true },
  };
}

export const turnOf = ({ id, person }: Asking): string => person ?? id;

/** Taken by who files and by who blocks: the later of two looks at what the earlier one left. */
export function takeTurn(holder: string): SQL {
  return insertInto(requestTurns)
    .values({ holder, turns: 1 })
    .onConflictDoUpdate({ target: requestTurns.holder, set: { turns: sql`${requestTurns.turns} + 1` } })
    .getSQL();
}
