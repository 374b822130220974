import type { LiveSessionView } from '#components/session/live-view.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readConfig } from '#lib/config.ts';
import { readCatalog } from './catalog-view.ts';
import { isSession, readHistory } from './read-entries.ts';
import { readSessions } from './read-sessions.ts';

const SHOWN = 6;

/** Who is in the customer's account now, and what each has done last. */
export async function readLive(principal: Principal): Promise<LiveSessionView[]> {
  const [sessions, { backends }] = await Promise.all([
    readSessions(principal, { status: 'live' }),
    readCatalog(principal),
  ]);
  const { customerPages } = readConfig();
  return Promise.all(
    sessions.map(async (session) => {
      const { items } = await readHistory(principal, isSession(session.sid) ? { session: session.sid } : {});
      const url = customerPages[session.resource];
      const name = backends.find(({ resource }) => resource === session.resource)?.name ?? session.resource;
      return {
        session,
        deeds: items.slice(0, SHOWN),
        ownPage: url === undefined ? undefined : { name, url },
      };
    }),
  );
}
