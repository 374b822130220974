import type { Context } from '../context.ts';
import type { Decision } from '../decisions/decision.ts';
import { findDecision, pageOfDecisions } from '../decisions/store.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type Answer, answer } from '../policy/asked.ts';
import { type Compared, compareAnswers } from '../policy/compare-answers.ts';
import { refuseUnlessOverseer } from './overseers.ts';

const MAY_EXPORT = 'decisions.read';

export interface Explained {
  decision: Decision;
  /** What the version in force says of the same question, as it was put then. */
  today: Answer;
  /** What that means for who asked. */
  since: Compared;
}

/** One past decision, whole: what was asked, what decided, and what would decide today. */
export async function explainDecision(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<Explained> {
  refuseUnlessOverseer(principal);
  const decision = await findDecision(context.reader, id);
  if (!decision) throw notFound();
  await context.record({
    writes: [],
    entries: [
      {
        type: 'policy.decision_read',
        actor: principal.id,
        subject: decision.subject,
        target: decision.id,
        ...(decision.delegation ? { delegation: decision.delegation } : {}),
        policyVersion: decision.policyVersion,
        hashes: { question: decision.questionHash },
      },
    ],
  });
  const today = answer(context.policy, decision.asked);
  const since = compareAnswers(decision.answer, today, context.policy.bundle.assurance);
  return { decision, today, since };
}

export interface ListInput {
  principal: Principal;
  since?: Date | undefined;
  until?: Date | undefined;
  delegation?: string | undefined;
  person?: string | undefined;
  after?: { at: Date; id: string } | undefined;
  newestFirst?: boolean;
  limit: number;
}

/** Decisions on record, for whoever looks into policy, and for the service that replays them. */
export async function listDecisions(
  context: Context,
  { principal, ...page }: ListInput,
): Promise<{ items: Decision[]; more: boolean }> {
  refuseUnlessReads(principal);
  const found = await pageOfDecisions(context.reader, { ...page, limit: page.limit + 1 });
  const items = found.slice(0, page.limit);
  // One entry for a whole export, not one a page.
  if (page.after === undefined)
    await context.record({
      writes: [],
      entries: [
        {
          type: 'policy.decisions_read',
          actor: principal.id,
          ...(page.delegation ? { delegation: page.delegation } : {}),
          ...(page.person ? { target: page.person } : {}),
          facts: {
            first_page: items.length,
            ...(page.since ? { since: page.since.toISOString() } : {}),
            ...(page.until ? { until: page.until.toISOString() } : {}),
          },
        },
      ],
    });
  return { items, more: found.length > page.limit };
}

export function refuseUnlessReads(principal: Principal): void {
  if (principal.domain !== 'service') refuseUnlessOverseer(principal);
  else if (!principal.scopes.includes(MAY_EXPORT))
    throw new Refusal('wrong_domain', 'This service does not read decisions.', { status: 403 });
}
