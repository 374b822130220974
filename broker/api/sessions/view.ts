import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import { idleAt } from '../../session/lifecycle.ts';
import type { Session } from '../../session/session.ts';
import type { session as schema } from './schema.ts';

export type SessionView = z.input<typeof schema>;

const at = (instant: Date): string => instant.toISOString();
const distinct = (all: readonly string[]): string[] => [...new Set(all)];

function endView(session: Session, name: (id: string) => string) {
  const { state, expiresAt } = session;
  if (state.status === 'live') {
    return { idle_at: new Date(Math.min(idleAt(session).getTime(), expiresAt.getTime())).toISOString() };
  }
  const { endedBy: by, endedAt, reason } = state;
  return {
    ended_at: at(endedAt),
    ended_by: 'id' in by ? { kind: by.kind, id: by.id, name: name(by.id) } : { kind: by.kind },
    ...(reason === undefined ? {} : { reason }),
  };
}

function budgetView({ budget, used }: Session) {
  if (Object.keys(budget).length === 0) return {};
  const { calls, denials, resources, reveals } = used;
  return { budget: { ...budget, used: { calls, resources: resources.length, denials, reveals } } };
}

function view(session: Session, name: (id: string) => string): SessionView {
  const { effective } = session.delegation;
  const party = (id: string) => ({ id, name: name(id) });
  return {
    sid: session.id,
    status: session.state.status,
    level: session.level,
    delegation: session.delegation.id,
    emergency: session.delegation.emergency,
    actor: party(session.actorId),
    subject: party(session.subjectId),
    actions: distinct(effective.flatMap(({ actions }) => actions)),
    identifiers: distinct(effective.map(({ identifier }) => identifier)),
    resources: distinct(effective.flatMap(({ locations }) => locations)),
    revealed: Object.fromEntries(
      Object.entries(session.revealed).map(([action, fields]) => [action, [...fields]]),
    ),
    started_at: at(session.startedAt),
    expires_at: at(session.expiresAt),
    ...endView(session, name),
    ...budgetView(session),
  };
}

/** One query for the names of a whole page. Services go by their id. */
export async function sessionViews(context: Context, sessions: readonly Session[]): Promise<SessionView[]> {
  if (sessions.length === 0) return [];
  const ids = sessions.flatMap(({ actorId, subjectId, state }) => [
    actorId,
    subjectId,
    ...(state.status === 'ended' && 'id' in state.endedBy ? [state.endedBy.id] : []),
  ]);
  const known = await selectPeople(context.reader, inArray(people.id, distinct(ids)));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  return sessions.map((session) => view(session, (id) => names.get(id) ?? id));
}

export async function sessionView(context: Context, session: Session): Promise<SessionView> {
  const [one] = await sessionViews(context, [session]);
  if (!one) throw new Error(`${session.id} was not described.`);
  return one;
}
