import { and, eq, exists, inArray, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { consents, delegations, reviews } from '../delegation/tables.ts';
import { people } from '../identity/tables.ts';
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
const CHANGED_FOR_ALL = new Set(['policy.activated', 'directory.imported']);
/** What carries this delegation is another. */
const CHANGED_GRANT = new Set(['consent.withdrawn']);
/** Judged by the version that was active a moment before. */
const BEGAN = new Set(['session.started', 'session.raised', 'delegation.granted']);

export function leavesOf(entries: readonly LoggedEntry[]): Leaf[] {
  return entries
    .map(({ leaf }) => leafShape.parse(JSON.parse(leaf)))
    .filter(({ outcome }) => outcome === 'done');
}

/** Whether there is anything to look up: nothing is, for what is only used. */
export const concerns = ({ type }: Leaf): boolean =>
  [CHANGED, CHANGED_FOR_ALL, CHANGED_GRANT, BEGAN].some((types) => types.has(type));

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

/** Delegations to be judged again. Undefined: every one. */
export function affected(leaves: readonly Leaf[], active: string): SQL | undefined | 'none' {
  if (leaves.some(({ type }) => CHANGED_FOR_ALL.has(type))) return undefined;
  const changed = leaves.flatMap(({ type, target }) => (CHANGED.has(type) && target ? [target] : []));
  const grants = leaves.flatMap(({ type, delegation, policy_version: version }) => {
    const judgedBefore = BEGAN.has(type) && version !== undefined && version !== active;
    return delegation !== undefined && (CHANGED_GRANT.has(type) || judgedBefore) ? [delegation] : [];
  });
  if (changed.length + grants.length === 0) return 'none';
  return or(
    changed.length > 0 ? touching([...new Set(changed)]) : undefined,
    grants.length > 0 ? inArray(delegations.id, [...new Set(grants)]) : undefined,
  );
}
