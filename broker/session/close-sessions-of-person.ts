import { and, inArray, or } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Consequences } from '../delegation/alongside.ts';
import type { Ender } from './lifecycle.ts';
import { stopping } from './stop-session.ts';
import { actedBy, notEnded, selectSessions } from './store.ts';
import { sessions } from './tables.ts';

/** What ends with a sign-in, or with a person: the sessions these accounts act in; of a person also those about it. */
export async function closeSessionsOfPerson(
  context: Context,
  accounts: readonly string[],
  { by, reason, about = false }: { by: Ender; reason: string; about?: boolean },
): Promise<Consequences> {
  const subjects = about ? inArray(sessions.subjectId, [...accounts]) : undefined;
  const now = context.clock.now();
  const found = await selectSessions(context.reader, and(notEnded, or(actedBy(accounts), subjects)), now);
  const stopped = found.map((session) => {
    const { state } = session;
    const lapsed = state.status === 'ended' ? state : undefined;
    return stopping(context, session, lapsed ?? { endedAt: now, endedBy: by, reason });
  });
  return {
    writes: stopped.flatMap(({ writes }) => writes),
    entries: stopped.flatMap(({ entries }) => entries),
  };
}
