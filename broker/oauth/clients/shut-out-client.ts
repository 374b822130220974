import { and, eq, gt, isNull, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Entry } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { Refusal } from '../../errors.ts';
import type { SessionId } from '../../ids.ts';
import { stopping } from '../../session/stop-session.ts';
import { notEnded, selectSessions } from '../../session/store.ts';
import { delegatedTokens, sessions } from '../../session/tables.ts';
import { longestTokenSeconds } from '../claims.ts';
import { madeFrom, revoking } from '../delegated/revoking.ts';
import { secondsAfter } from '../single-use.ts';
import { revokedTokens } from '../tables.ts';
import { type RegisteredClient, readClient } from './registered.ts';
import { clients } from './tables.ts';

const parents = alias(delegatedTokens, 'parents');

/** What a backend has passed on: made from what was for it, and still good. */
function passedOn(context: Context, resource: string) {
  return context.reader
    .select({ jti: delegatedTokens.jti, session: delegatedTokens.sessionId })
    .from(delegatedTokens)
    .innerJoin(parents, eq(parents.jti, delegatedTokens.parentJti))
    .where(
      and(
        eq(parents.resource, resource),
        gt(delegatedTokens.expiresAt, context.clock.sql),
        notExists(
          context.reader
            .select({ one: sql`1` })
            .from(revokedTokens)
            .where(eq(revokedTokens.jti, delegatedTokens.jti)),
        ),
      ),
    );
}

/** Backends check tokens by themselves: they are told of each. */
async function takingBack(
  context: Context,
  by: string,
  resource: string,
): Promise<{ writes: Write[]; entries: Entry[] }> {
  const found = await Promise.all(
    (await passedOn(context, resource)).map(async ({ jti, session }) =>
      [jti, ...(await madeFrom(context, jti))].map((one) => ({ jti: one, session })),
    ),
  );
  const each = new Map(found.flat().map((one) => [one.jti, one]));
  if (each.size === 0) return { writes: [], entries: [] };
  const until = secondsAfter(context.clock.now(), longestTokenSeconds + 60);
  return {
    writes: [revoking([...each.keys()], until)],
    entries: [...each.values()].map(({ jti, session }) => ({
      type: 'token.revoked',
      actor: by,
      jti,
      session: session as SessionId,
    })),
  };
}

/**
 * Shuts a client out, at once and whoever keeps it; its sessions end in the same write, and so do the tokens it has
 * passed on. Letting it in again takes two.
 */
export async function shutOutClient(
  context: Context,
  principal: { id: string },
  id: string,
  reason: string,
): Promise<RegisteredClient> {
  const { row } = await readClient(context, id);
  const { resource } = row;
  const back = resource === null ? undefined : await takingBack(context, principal.id, resource);
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
          .set({ disabledAt: context.clock.sql, shutOut: true, seal: null })
          .where(and(eq(clients.id, id), isNull(clients.disabledAt))),
        { rows: 1, otherwise: new Refusal('already_disabled', 'This client is shut out already.') },
      ),
      ...ended.flatMap(({ writes }) => writes),
      ...(back?.writes ?? []),
      // A session that began, or a token that was passed on, while this was being read is found by the next try.
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
              resource === null ? undefined : notExists(passedOn(context, resource)),
            ),
          ),
        { rows: 1, otherwise: changedMeanwhile() },
      ),
    ],
    entries: [
      { type: 'client.disabled', actor: principal.id, target: id, detail: { reason } },
      ...ended.flatMap(({ entries }) => entries),
      ...(back?.entries ?? []),
    ],
  });
  return readClient(context, id);
}
