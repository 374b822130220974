import type { Context } from '../context.ts';
import type { Decision } from '../decisions/decision.ts';
import { findDecision, pageOfDecisions } from '../decisions/store.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { refuseUnlessOverseer } from './overseers.ts';

const MAY_EXPORT = 'decisions.read';

/** One past decision, whole: what was asked, and what decided. */
export async function explainDecision(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<Decision> {
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
  return decision;
}

export interface ListInput {
  principal: Principal;
  since?: Date | undefined;
  delegation?: string | undefined;
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
          facts: { first_page: items.length, ...(page.since ? { since: page.since.toISOString() } : {}) },
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
