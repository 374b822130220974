import { and, eq, notExists, type SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecision } from '../decisions/store.ts';
import { pageOfDelegations } from '../delegation/store.ts';
import { delegations } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { endingGrants } from '../session/end-grants.ts';
import { notEnded } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { judgeMany, type Standing } from './judge-many.ts';

const BATCH = 500;
const TRIES = 6;

/** Revokes it, unless somebody has gone in or decided meanwhile: a session that began is judged as a session. */
async function revoke(context: Context, id: string, { reason, denied }: Standing): Promise<void> {
  const concerned = { where: and(eq(delegations.id, id), unused()), statuses: ['granted'] } as const;
  for (let tried = 1; ; tried++) {
    const ending = await endingGrants(context, concerned, { by: { kind: 'policy' }, reason });
    if (ending.entries.length === 0) return;
    const decided = denied ? [recordingDecision(decisionOn(context, denied, { delegation: id }))] : [];
    try {
      await context.record({ writes: [...ending.writes, ...decided], entries: ending.entries });
      return;
    } catch (error) {
      if (!(error instanceof Refusal) || tried >= TRIES) throw error;
    }
  }
}

function unused(): SQL {
  return notExists(
    new QueryBuilder()
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.delegationId, delegations.id), notEnded)),
  );
}

/**
 * What is granted and waits for its agent: when policy would not let it begin any more, it is revoked, and the agent
 * and the customer read why. What is still pending is judged at its next decision.
 */
export async function judgeGrants(context: Context, which: SQL | undefined): Promise<void> {
  const where = and(which, unused());
  for (let before: string | undefined; ; ) {
    const page = { statuses: ['granted'], before, limit: BATCH } as const;
    const found = await pageOfDelegations(context.reader, where, page, context.clock.now());
    const waiting = found.filter(({ state }) => state.status === 'granted');
    const judged = await judgeMany(context, waiting, 'issue');
    for (const [i, { id }] of waiting.entries()) {
      const verdict = judged[i];
      if (verdict && !verdict.allowed) await revoke(context, id, verdict);
    }
    before = found.at(-1)?.id;
    if (before === undefined) return;
  }
}
