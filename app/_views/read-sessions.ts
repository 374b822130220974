import { notFound } from 'next/navigation';
import type { SessionView } from '#components/session/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readCatalog } from './catalog-view.ts';
import { sessionView } from './session-view.ts';

/** The newest sessions that this person may see. */
export async function readSessions(
  principal: Principal,
  which: { status?: 'live' | 'ended'; limit?: number } = {},
): Promise<SessionView[]> {
  const query = { limit: which.limit ?? 50, ...(which.status && { status: which.status }) };
  const [catalog, page] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/sessions', { params: { query } })),
  ]);
  return page.items.map((one) => sessionView(one, catalog));
}

export async function findSession(principal: Principal, sid: string): Promise<SessionView> {
  if (!/^ses_[0-9a-z_]{1,64}$/.test(sid)) notFound();
  const [catalog, session] = await Promise.all([
    readCatalog(principal),
    found(principal.api.GET('/v1/sessions/{sid}', { params: { path: { sid } } })),
  ]);
  return sessionView(session, catalog);
}
