import type { SessionChangesView } from '#components/session/change-view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readActionTitles } from './catalog-view.ts';
import { readSessions } from './read-sessions.ts';

const SHOWN = 10;

/** Of every live session what it has changed and revealed; nothing for whoever may not stop it. */
export async function readChanges(principal: Principal): Promise<SessionChangesView[]> {
  if (!principal.scopes.includes('delegation.revoke')) return [];
  const [sessions, titles] = await Promise.all([
    readSessions(principal, { status: 'live' }),
    readActionTitles(principal),
  ]);
  return Promise.all(
    sessions.map(async ({ sid, actor, subject, level }) => {
      const path = { sid };
      const { items } = await answer(principal.api.GET('/v1/sessions/{sid}/changes', { params: { path } }));
      const changes = items.slice(0, SHOWN).map(({ action, ...change }) => ({
        ...change,
        title: action === undefined ? undefined : (titles.get(action) ?? action),
      }));
      return { session: { sid, actor, subject, level }, changes };
    }),
  );
}
