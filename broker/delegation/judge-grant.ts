import { and, eq, exists, inArray, sql } from 'drizzle-orm';
import { type AnyPgColumn, QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import type { Reader } from '../db/client.ts';
import { gather } from '../db/gather.ts';
import {
  accountHolds,
  consenterHolds,
  type DirectoryAccount,
  type DirectoryPerson,
  peopleRead,
  personFrom,
} from '../identity/store.ts';
import { accountConsenters, accounts, people } from '../identity/tables.ts';
import type { PeopleId } from '../ids.ts';
import type { Judged } from '../policy/decide-parts.ts';
import type { Actor } from '../policy/question.ts';
import type { Reason } from '../policy/verdict.ts';
import type { Seals } from '../seals/seals.ts';
import { approvalsBy } from './approvals-given.ts';
import { judged } from './ask-policy.ts';
import { consenterOf, type Delegation, isConsented } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import { type ConsentRight, consentsByRight } from './may-consent.ts';
import { consents, delegations, reviews } from './tables.ts';

export interface Judging {
  stage: 'issue' | 'use';
  /** With the roles of this moment, not those of the request. */
  actor: Actor;
  details?: readonly DelegationSession[];
  chainDepth?: number;
}

/** Whom and what a delegation is about, as the directory has them now: selects to be gathered with others. */
export function concernedReads(reader: Reader, delegationId: string) {
  const of = new QueryBuilder();
  const itself = eq(delegations.id, delegationId);
  const subject = of.select({ id: delegations.subjectId }).from(delegations).where(itself);
  const consented = () =>
    of.select({ id: consents.signerId }).from(consents).where(eq(consents.delegationId, delegationId));
  const offered = of
    .select({ id: sql<string>`${delegations.offer}->>'customerId'` })
    .from(delegations)
    .where(itself);
  const signers = of
    .select({ id: reviews.signerId })
    .from(reviews)
    .where(eq(reviews.delegationId, delegationId))
    .union(consented())
    .union(offered);
  const consenters = consented().union(offered);
  const named = (id: AnyPgColumn) =>
    of
      .select({ one: sql`1` })
      .from(delegations)
      .where(
        and(
          itself,
          sql`exists (select 1 from jsonb_array_elements(${delegations.effective}) item
          where split_part(item->>'identifier', '/', 2) = ${id})`,
        ),
      );
  return {
    subject: peopleRead(reader, inArray(people.id, subject), 1),
    signers: peopleRead(reader, inArray(people.id, signers)),
    accounts: reader
      .select({
        backend: accounts.backend,
        id: accounts.id,
        ownerId: accounts.ownerId,
        seal: accounts.seal,
      })
      .from(accounts)
      .where(exists(named(accounts.id))),
    rights: reader
      .select()
      .from(accountConsenters)
      .where(
        and(inArray(accountConsenters.customerId, consenters), exists(named(accountConsenters.accountId))),
      ),
  };
}

export type Concerned = Awaited<ReturnType<typeof readConcerned>>;

/** The same as far as their seals hold: whose does not is disabled here, and whatever account has none is nobody's. */
export interface Known {
  subject: DirectoryPerson | undefined;
  signers: readonly DirectoryPerson[];
  accounts: readonly Pick<DirectoryAccount, 'backend' | 'id' | 'owner'>[];
  /** Which accounts whoever consented may consent for. */
  rights: readonly ConsentRight[];
}

type AccountRow = Concerned['accounts'][number];

export const knownAccounts = (rows: readonly AccountRow[], seals: Seals): Known['accounts'] =>
  rows
    .filter((account) => accountHolds(account, seals))
    .map(({ backend, id, ownerId }) => ({ backend, id, owner: ownerId as PeopleId }));

async function readConcerned(context: Context, { id }: Delegation) {
  return gather(context.reader, concernedReads(context.reader, id));
}

/** What policy says now of a delegation that was granted: signers, subject and actor as they are today. */
export async function judgeGrant(
  context: Context,
  delegation: Delegation,
  judging: Judging,
): Promise<Judged> {
  return judgeConcerned(context, delegation, judging, await readConcerned(context, delegation));
}

const rightLost: Reason = {
  id: 'broker:consent_right_lost',
  text: 'Whoever consented to this may no longer consent for the account.',
};

export function judgeConcerned(
  context: Context,
  delegation: Delegation,
  judging: Judging,
  concerned: Concerned,
): Judged {
  const { seals } = context;
  const [subject] = concerned.subject.map((row) => personFrom(row, seals));
  const signers = concerned.signers.map((row) => personFrom(row, seals));
  const accounts = knownAccounts(concerned.accounts, seals);
  const rights = concerned.rights.filter((right) => consenterHolds(right, seals));
  return judgeKnown(context, delegation, judging, { subject, signers, accounts, rights });
}

export function judgeKnown(
  context: Context,
  delegation: Delegation,
  { stage, actor, details = delegation.effective, chainDepth = 1 }: Judging,
  { subject, signers, accounts, rights }: Known,
): Judged {
  if (!subject) throw new Error(`${delegation.id} has no subject.`);
  const consenter = consenterOf(delegation);
  const isThere = signers.some(({ id, enabled }) => id === consenter && enabled);
  const hasRight = consenter !== undefined && consentsByRight(consenter, delegation.effective, rights);
  const given = subject.enabled && isConsented(delegation) && isThere && hasRight;
  const actions = [...new Set(delegation.effective.flatMap((item) => item.actions))];
  const verdict = judged(
    context,
    {
      stage,
      actor,
      subject,
      details,
      emergency: delegation.emergency,
      approvals: approvalsBy(delegation, signers),
      filedAt: delegation.createdAt,
      behind: delegation.behindPerson,
      chainDepth,
      ...(consenter ? { consent: { actions, given } } : {}),
    },
    accounts,
  );
  if (consenter !== undefined && !hasRight && verdict.decision === 'deny')
    return { ...verdict, said: verdict, reasons: [rightLost], internal: [rightLost, ...verdict.internal] };
  if (!subject.isBroken) return verdict;
  const reason = {
    id: 'broker:seal_broken',
    text: 'What is on record about this customer cannot be relied on.',
  };
  return { ...verdict, decision: 'deny', reasons: [reason], internal: [reason] };
}
