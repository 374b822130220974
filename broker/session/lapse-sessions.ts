import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Session } from './session.ts';
import { stopping } from './stop-session.ts';
import { lapsedSessions } from './store.ts';

const BATCH = 100;

/** Writes down that a session is over of which every reader says so already. */
export async function lapseSession(context: Context, session: Session): Promise<void> {
  const { state } = session;
  if (state.status !== 'ended') return;
  await context.record({ ...stopping(context, session, state), aside: true });
}

/** Gives an end to what nobody has used for too long, and to what outlived the agent's sign-in or its grant. */
export async function lapseSessions(context: Context): Promise<number> {
  let written = 0;
  for (const session of await lapsedSessions(context.reader, context.clock, BATCH)) {
    try {
      await lapseSession(context, session);
      written += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return written;
}
