import { and, eq, isNull, notExists, sql } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { stopping } from '../../session/stop-session.ts';
import { notEnded, selectSessions } from '../../session/store.ts';
import { sessions } from '../../session/tables.ts';
import { type RegisteredClient, readClient } from './registered.ts';
import { clients } from './tables.ts';

export interface ClientChange {
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** Whatever else a client is made of. */
  readonly others: readonly string[];
}

/** One person may name a client anew and take scopes away; whatever lets somebody else in takes two. */
export async function changeClient(
  context: Context,
  principal: Principal,
  id: string,
  { name, scopes, others }: ClientChange,
): Promise<RegisteredClient> {
  const { row } = await readClient(context, id);
  const wider = scopes?.filter((scope) => !row.scopes.includes(scope)) ?? [];
  if (others.length > 0 || wider.length > 0)
    throw new Refusal(
      'two_persons_needed',
      'Another method, owner or key, or more scopes, take two persons. A client replaces its own key itself.',
      { status: 403, detail: [...others, ...wider].join(' ') },
    );
  if (row.keptBy === 'file')
    throw new Refusal('kept_by_file', 'This client is kept in the registry file; change it there.');
  if (name === undefined && scopes === undefined) return readClient(context, id);
  await context.record({
    writes: [
      write(
        update(clients)
          .set({
            ...(name === undefined ? {} : { name }),
            ...(scopes === undefined ? {} : { scopes: [...scopes] }),
          })
          .where(and(eq(clients.id, id), eq(clients.scopes, row.scopes))),
        { rows: 1, otherwise: changedMeanwhile() },
      ),
    ],
    entries: [
      {
        type: 'client.changed',
        actor: principal.id,
        target: id,
        facts: { scopes: (scopes ?? row.scopes).join(' ') },
        detail: { name: name ?? row.name },
      },
    ],
  });
  return readClient(context, id);
}

/** Shuts a client out, at once and whoever keeps it; its sessions end in the same write. Letting it in again takes two. */
export async function shutOutClient(
  context: Context,
  principal: Principal,
  id: string,
  reason: string,
): Promise<RegisteredClient> {
  await readClient(context, id);
  const now = context.clock.now();
  const open = await selectSessions(context.reader, and(notEnded, eq(sessions.clientId, id)), now);
  const ended = open.map((session) =>
    stopping(
      context,
      session,
      session.state.status === 'ended'
        ? session.state
        : { endedAt: now, endedBy: { kind: 'admin', id: principal.id }, reason: 'The client was shut out.' },
    ),
  );
  await context.record({
    writes: [
      write(
        update(clients)
          .set({ disabledAt: context.clock.sql, shutOut: true })
          .where(and(eq(clients.id, id), isNull(clients.disabledAt))),
        { rows: 1, otherwise: new Refusal('already_disabled', 'This client is shut out already.') },
      ),
      ...ended.flatMap(({ writes }) => writes),
      // A session that began while this was being read is found by the next try.
      write(
        update(clients)
          .set({ shutOut: true })
          .where(
            and(
              eq(clients.id, id),
              notExists(
                context.reader
                  .select({ one: sql`1` })
                  .from(sessions)
                  .where(and(notEnded, eq(sessions.clientId, id))),
              ),
            ),
          ),
        { rows: 1, otherwise: changedMeanwhile() },
      ),
    ],
    entries: [
      { type: 'client.disabled', actor: principal.id, target: id, detail: { reason } },
      ...ended.flatMap(({ entries }) => entries),
    ],
  });
  return readClient(context, id);
}
