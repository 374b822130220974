import { and, desc, eq, gt, lt, lte, type SQL, sql } from 'drizzle-orm';
import { logEvents } from '../../../audit/tables.ts';
import type { Context } from '../../../context.ts';
import { insertInto, update } from '../../../db/build.ts';
import type { AdminId, ClientChangeId, PersonId } from '../../../ids.ts';
import type { SealedReader } from '../../../seals/sealed-reader.ts';
import type { Seals } from '../../../seals/seals.ts';
import type { Signature } from '../../../signing/statement.ts';
import { clientChanges } from '../tables.ts';
import type { ChangeState, ChangeStatus, ClientChange, KeptStatus } from './client-change.ts';

type Row = typeof clientChanges.$inferSelect;

/** The log's word that it was decided: an open row that somebody put back is open no more. */
const isOver = sql<boolean>`exists (select 1 from ${logEvents} e where e.target = ${clientChanges.id}
  and e.kind in ('client.change_accepted', 'client.change_rejected', 'client.change_withdrawn'))`;

function stateOf(row: Row, over: boolean, seals: Seals, now: Date): ChangeState {
  const { id, status, decidedBy, decidedAt, comment, expiresAt } = row;
  if (status === 'open') {
    if (over) seals.broken('client_changes', id);
    if (over || !seals.holds('client_changes', id, row)) return { status: 'void' };
    return expiresAt <= now ? { status: 'expired' } : { status };
  }
  if (decidedAt === null || decidedBy === null) throw new Error(`${id} is ${status}, but by nobody.`);
  const by = decidedBy as AdminId;
  return status === 'withdrawn'
    ? { status, decidedBy: by, decidedAt }
    : { status, decidedBy: by, decidedAt, comment: comment ?? '' };
}

function changeOf(row: Row, over: boolean, seals: Seals, now: Date): ClientChange {
  const { clientId, stateHash, before, after, reason, createdAt, expiresAt } = row;
  return {
    ...{ clientId, stateHash, before, after, reason, createdAt, expiresAt },
    id: row.id as ClientChangeId,
    proposedBy: row.proposedBy as AdminId,
    proposerPerson: row.proposerPerson as PersonId,
    state: stateOf(row, over, seals, now),
  };
}

export const undecided = ({ clock }: Pick<Context, 'clock'>): SQL | undefined =>
  and(eq(clientChanges.status, 'open'), gt(clientChanges.expiresAt, clock.sql));

/** Void is what only its seal tells. */
export function ofStatus(context: Context, status: ChangeStatus): SQL | undefined {
  if (status === 'open' || status === 'void') return undecided(context);
  if (status === 'expired')
    return and(eq(clientChanges.status, 'open'), lte(clientChanges.expiresAt, context.clock.sql));
  return eq(clientChanges.status, status);
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function selectChanges(
  reader: SealedReader,
  page: { where?: SQL | undefined; before?: string | undefined; limit: number },
  now: Date,
): Promise<ClientChange[]> {
  const rows = await reader
    .select({ row: clientChanges, isOver })
    .from(clientChanges)
    .where(and(page.where, page.before ? lt(clientChanges.id, page.before) : undefined))
    .orderBy(desc(clientChanges.id))
    .limit(page.limit);
  return rows.map(({ row, isOver: over }) => changeOf(row, over, reader.seals, now));
}

export function insertChange({ state: _, ...change }: ClientChange, seals: Seals): SQL {
  const row = { ...change, status: 'open' as const };
  return insertInto(clientChanges)
    .values({ ...row, seal: seals.of('client_changes', row) })
    .getSQL();
}

export interface Evidence {
  by: string;
  comment: string;
  signature: Signature;
}

/** The one conditional write of every decision: holds only while nobody has decided, and its time is not up. */
export function closeChange(
  context: Context,
  id: string,
  status: Exclude<KeptStatus, 'open'>,
  decided: { by: string } | Evidence,
): SQL {
  const signed = 'signature' in decided ? { comment: decided.comment, ...decided.signature } : {};
  return update(clientChanges)
    .set({ status, decidedBy: decided.by, decidedAt: context.clock.sql, ...signed, seal: null })
    .where(and(eq(clientChanges.id, id), undecided(context)))
    .getSQL();
}
