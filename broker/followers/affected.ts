import { and, eq, exists, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { consents, delegations, reviews } from '../delegation/tables.ts';
import { people } from '../identity/tables.ts';
import { sessions } from '../session/tables.ts';
import type { LoggedEntry } from './follow.ts';

const leafShape = z.object({
  type: z.string(),
  outcome: z.enum(['done', 'refused']),
  actor: z.string().optional(),
  target: z.string().optional(),
  delegation: z.string().optional(),
  policy_version: z.string().optional(),
  facts: z.object({ by: z.string().optional() }).loose().optional(),
});
export type Leaf = z.infer<typeof leafShape>;

/** Their target is another than it was: other groups, or shut out. */
const CHANGED = new Set([
  'person.groups_changed',
  'person.membership_lapsed',
  'person.membership_reinstated',
  'person.disabled',
  'client.disabled',
]);
/** Anybody's standing may be another. */
const CHANGED_FOR_ALL = new Set(['directory.imported']);
const ACTIVATED = 'policy.activated';
/** What carries this delegation is another. */
const CHANGED_GRANT = new Set(['consent.withdrawn']);
/** Judged by the version that was active a moment before. */
const BEGAN = new Set(['session.started', 'delegation.granted']);

export function leavesOf(entries: readonly LoggedEntry[]): Leaf[] {
  return entries
    .map(({ leaf }) => leafShape.parse(JSON.parse(leaf)))
    .filter(({ outcome }) => outcome === 'done');
}

/** Whether there is anything to look up: nothing is, for what is only used. */
export const concerns = ({ type }: Leaf): boolean =>
  type === ACTIVATED || [CHANGED, CHANGED_FOR_ALL, CHANGED_GRANT, BEGAN].some((types) => types.has(type));

/** In which one of these acts, that they carry, are the subject of, or have signed: with whichever of their accounts. */
function touching(named: readonly string[]): SQL | undefined {
  const ids = [...named];
  const from = new QueryBuilder();
  const persons = from.select({ id: people.personId }).from(people).where(inArray(people.id, ids));
  const accounts = from.select({ id: people.id }).from(people).where(inArray(people.personId, persons));
  const approved = from
    .select({ id: reviews.id })
    .from(reviews)
    .where(and(eq(reviews.delegationId, delegations.id), inArray(reviews.signerId, accounts)));
  const consented = from
    .select({ id: consents.delegationId })
    .from(consents)
    .where(and(eq(consents.delegationId, delegations.id), inArray(consents.signerId, accounts)));
  return or(
    inArray(delegations.clientId, ids),
    inArray(delegations.actorId, accounts),
    inArray(delegations.subjectId, accounts),
    inArray(sql`${delegations.offer}->>'customerId'`, accounts),
    exists(approved),
    exists(consented),
  );
}

/** What is to be judged again; undefined: everything there is. */
export interface Affected {
  /** Which grants that wait to be used. */
  waiting: SQL | undefined;
  inUse: SQL | undefined;
}

const onGrants = (which: SQL): SQL =>
  exists(
    new QueryBuilder()
      .select({ id: delegations.id })
      .from(delegations)
      .where(and(eq(delegations.id, sessions.delegationId), which)),
  );

/** Sessions that another version judged last: an activation is through with all others. */
export const judgedByOther = (version: string): SQL => ne(sessions.policyVersion, version);

export function affected(leaves: readonly Leaf[], active: string): Affected | undefined {
  if (leaves.some(({ type }) => CHANGED_FOR_ALL.has(type))) return { waiting: undefined, inUse: undefined };
  const changed = leaves.flatMap(({ type, target }) => (CHANGED.has(type) && target ? [target] : []));
  const grants = leaves.flatMap(({ type, delegation, policy_version: version }) => {
    const judgedBefore = BEGAN.has(type) && version !== undefined && version !== active;
    return delegation !== undefined && (CHANGED_GRANT.has(type) || judgedBefore) ? [delegation] : [];
  });
  const which = or(
    changed.length > 0 ? touching([...new Set(changed)]) : undefined,
    grants.length > 0 ? inArray(delegations.id, [...new Set(grants)]) : undefined,
  );
  const inUse = which && onGrants(which);
  if (leaves.some(({ type }) => type === ACTIVATED))
    return { waiting: undefined, inUse: or(judgedByOther(active), inUse) };
  return which && { waiting: which, inUse };
}
