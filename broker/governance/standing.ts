import { and, count, inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { actorNow } from '../delegation/actor-now.ts';
import { approvalsGiven } from '../delegation/approvals-given.ts';
import { askPolicy } from '../delegation/ask-policy.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { judgeGrant } from '../delegation/judge-grant.ts';
import { pageOfDelegations } from '../delegation/store.ts';
import { delegations } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import { answerOf } from '../policy/asked.ts';
import type { Judged } from '../policy/decide-parts.ts';
import type { Actor } from '../policy/question.ts';
import { notEnded, selectSessions } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { refuseUnlessReads } from './explain-decision.ts';
import type { Standing } from './replay-draft.ts';

const STANDING = ['pending', 'granted'] as const;

async function asPending(
  context: Context,
  delegation: Delegation,
  actor: Actor,
): Promise<Judged | undefined> {
  const subject = await findPerson(context.reader, delegation.subjectId);
  return (
    subject &&
    askPolicy(context, {
      stage: 'request',
      actor,
      subject,
      details: delegation.effective,
      emergency: delegation.emergency,
      approvals: await approvalsGiven(context, delegation),
      filedAt: delegation.createdAt,
      behind: delegation.behindPerson,
    })
  );
}

/** Who is shut out has nothing to lose by a policy. */
async function actorOf(context: Context, delegation: Delegation): Promise<Actor | undefined> {
  try {
    return await actorNow(context, delegation);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function standingOf(
  context: Context,
  delegation: Delegation,
  live: readonly string[],
): Promise<Standing[]> {
  const { status } = delegation.state;
  const actor = await actorOf(context, delegation);
  if (!actor || (status !== 'pending' && status !== 'granted')) return [];
  const named = { delegation: delegation.id, actor: actor.id, subject: delegation.subjectId };
  const stands = (kind: Standing['kind'], id: string, judged: Judged): Standing => {
    const asked = { about: 'delegation', questions: judged.questions } as const;
    return { ...named, kind, id, asked, answer: answerOf(judged) };
  };
  if (status === 'pending') {
    const judged = await asPending(context, delegation, actor);
    return judged ? [stands('pending', delegation.id, judged)] : [];
  }
  const issued = await judgeGrant(context, delegation, { stage: 'issue', actor });
  const used = live.length > 0 ? await judgeGrant(context, delegation, { stage: 'use', actor }) : undefined;
  return [
    stands('granted', delegation.id, issued),
    ...(used ? live.map((id) => stands('session', id, used)) : []),
  ];
}

export interface StandingPage {
  /** The last delegation of the page before. */
  before?: string | undefined;
  limit: number;
}

/** For whoever looks into policy, and for the service that replays it. */
export async function listStanding(
  context: Context,
  { principal, ...page }: StandingPage & { principal: Principal },
): ReturnType<typeof pageOfStanding> {
  refuseUnlessReads(principal);
  return pageOfStanding(context, page);
}

/** What stands now: open requests, grants and live sessions, each with what the version in force says of it. */
export async function pageOfStanding(
  context: Context,
  { before, limit }: StandingPage,
): Promise<{ items: Standing[]; next: string | null; looked: number }> {
  const now = context.clock.now();
  const found = await pageOfDelegations(
    context.reader,
    undefined,
    { statuses: STANDING, before, limit: limit + 1 },
    now,
  );
  const page = found.slice(0, limit);
  const of = inArray(
    sessions.delegationId,
    page.map(({ id }) => id),
  );
  const running = page.length === 0 ? [] : await selectSessions(context.reader, and(notEnded, of), now);
  const items: Standing[] = [];
  for (const delegation of page) {
    const live = running.filter(
      (session) => session.delegation.id === delegation.id && session.state.status === 'live',
    );
    items.push(
      ...(await standingOf(
        context,
        delegation,
        live.map(({ id }) => id),
      )),
    );
  }
  const next = found.length > limit ? (page.at(-1)?.id ?? null) : null;
  return { items, next, looked: page.length };
}

/** How many delegations stand, `most` of them at most. */
export async function countStanding({ reader }: Context, most: number): Promise<number> {
  const some = reader
    .select({ id: delegations.id })
    .from(delegations)
    .where(inArray(delegations.status, [...STANDING]))
    .limit(most)
    .as('some');
  const [row] = await reader.select({ many: count() }).from(some);
  return row?.many ?? 0;
}
