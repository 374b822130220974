import { and, like, lte, sql } from 'drizzle-orm';
import { leases } from '../audit/tables.ts';
import { settleItems } from '../campaigns/settle-items.ts';
import { type Context, contextFor, type Services } from '../context.ts';
import { deleteFrom } from '../db/build.ts';
import { forgetDecisions } from '../decisions/forget-decisions.ts';
import { expireDue } from '../delegation/expire-due.ts';
import { remindApprovers } from '../delegation/remind-approvers.ts';
import { offerTries } from '../delegation/tables.ts';
import { alertOverdueReviews } from '../governance/reviews/alert-overdue-reviews.ts';
import { newRequestId } from '../http/request-id.ts';
import { idempotencyKeys } from '../http/tables.ts';
import { sentNotices } from '../notices/tables.ts';
import { revokedTokens, singleUseMarks } from '../oauth/tables.ts';
import { closeSessionsOf } from '../session/closing.ts';
import { endCutGrants } from '../session/end-every.ts';
import { finishEnds } from '../session/finish-ends.ts';
import { lapseSessions } from '../session/lapse-sessions.ts';
import { delegatedTokens } from '../session/tables.ts';
import { alertMissingOutcomes } from '../signals/alert-missing-outcomes.ts';
import { outcomeBatches, tokenUses } from '../signals/tables.ts';
import { confirmationCodes, confirmationMails } from '../signing/confirmation/tables.ts';
import { statementNonces } from '../signing/tables.ts';
import { leased } from './leased.ts';
import { type Loop, startLoop } from './loop.ts';

const EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60_000;

/** What is past its time means nothing any more; the database's clock says so. */
async function forgetExpired(context: Context): Promise<void> {
  const { sql: now } = context.clock;
  for (const table of [
    idempotencyKeys,
    singleUseMarks,
    revokedTokens,
    statementNonces,
    confirmationCodes,
    confirmationMails,
    outcomeBatches,
    tokenUses,
    offerTries,
    sentNotices,
  ])
    await context.burn(deleteFrom(table).where(lte(table.expiresAt, now)));
  await forgetDecisions(context);
  await context.burn(
    deleteFrom(delegatedTokens).where(
      lte(delegatedTokens.expiresAt, sql`${now} - make_interval(hours => 1)`),
    ),
  );
  await context.burn(
    deleteFrom(leases).where(and(like(leases.name, 'commits:%'), lte(leases.expiresAt, now))),
  );
}

/** Writes down what time has ended. One broker of all does it. */
export function startSweep(services: Services): Loop {
  const { database, node, log } = services;
  const lease = leased(database, 'sweep', node);
  let forgetAt = 0;

  async function round(): Promise<boolean> {
    if (!(await lease.hold())) return false;
    const context = contextFor(services, { requestId: newRequestId() });
    const written =
      (await expireDue(context, closeSessionsOf)) +
      (await remindApprovers(context)) +
      (await lapseSessions(context)) +
      (await endCutGrants(context)) +
      (await finishEnds(context)) +
      (await alertMissingOutcomes(context)) +
      (await alertOverdueReviews(context)) +
      (await settleItems(context));
    if (performance.now() >= forgetAt) {
      forgetAt = performance.now() + FORGET_EVERY_MS;
      await forgetExpired(context);
    }
    return written > 0;
  }

  return startLoop({ name: 'sweep', everyMs: EVERY_MS, round, ended: () => lease.giveUp() }, log);
}
