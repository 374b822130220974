import type { components } from '@countersign/client';
import { notFound } from 'next/navigation';
import type { CatalogView } from '#components/delegation/view.ts';
import type { ReviewPage, ReviewView } from '#components/reviews/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readActionTitles, readCatalog } from './catalog-view.ts';
import { delegationView } from './delegation-view.ts';
import { entryView } from './read-entries.ts';
import { sessionView } from './session-view.ts';

function reviewView(wire: components['schemas']['PostReview'], catalog: CatalogView): ReviewView {
  return {
    id: wire.id,
    kind: wire.kind,
    status: wire.status,
    verdict: wire.verdict,
    decidedAt: wire.decided_at,
    dueAt: wire.due_at,
    from: wire.from,
    needed: wire.needed,
    findings: wire.findings,
    delegation: delegationView(wire.delegation, catalog),
    sessions: wire.delegation.sessions.map((session) => sessionView(session, catalog)),
    entries: [],
  };
}

export async function readReviews(
  principal: Principal,
  which: { status?: 'open' | 'overdue' | 'decided'; cursor?: string | undefined } = {},
): Promise<ReviewPage> {
  const { status, cursor } = which;
  const query = { limit: 50, ...(status && { status }), ...(cursor && { cursor }) };
  const [catalog, page] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/reviews', { params: { query } })),
  ]);
  return { items: page.items.map((one) => reviewView(one, catalog)), next: page.next_cursor };
}

/** With what was done, as the log has it. */
async function detailOf(
  principal: Principal,
  wire: Promise<components['schemas']['PostReviewDetail']>,
): Promise<ReviewView> {
  const [catalog, titles, review] = await Promise.all([
    readCatalog(principal),
    readActionTitles(principal),
    wire,
  ]);
  return { ...reviewView(review, catalog), entries: review.entries.map((one) => entryView(one, titles)) };
}

/** For a page: what is no id at all does not exist. */
export function findReview(principal: Principal, id: string): Promise<ReviewView> {
  if (!/^dlg_[0-9a-z_]{1,64}$/.test(id)) notFound();
  return detailOf(principal, found(principal.api.GET('/v1/reviews/{id}', { params: { path: { id } } })));
}

export function readReview(principal: Principal, id: string): Promise<ReviewView> {
  return detailOf(principal, answer(principal.api.GET('/v1/reviews/{id}', { params: { path: { id } } })));
}
