import { asc, desc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { logEntries, logIndex } from '../audit/tables.ts';
import type { Reader } from '../db/client.ts';
import { delegations } from '../delegation/tables.ts';
import { people } from '../identity/tables.ts';
import { sessions } from '../session/tables.ts';
import { type Cause, causeOf, type Signal } from './signal.ts';
import { type AddressedSignal, REMEMBERED_SECONDS } from './signal-log.ts';

interface Caused {
  cause: Cause;
  index: number;
  recordedAt: Date;
}

interface Touched {
  id: string;
  delegation: string;
  actor: string;
  client: string;
  startedAt: Date;
  locations: ReadonlySet<string>;
}

const BATCH = 500;
/** A transaction may be that much older than its place in the log (the connections' time limits see to it). */
const LATEST_ARRIVAL_SECONDS = 60;

/** Everything that a backend may still have to know comes after this entry. */
export async function rememberedSince(reader: Reader): Promise<number> {
  const seconds = REMEMBERED_SECONDS + LATEST_ARRIVAL_SECONDS;
  const [row] = await reader
    .select({ index: logIndex.index })
    .from(logEntries)
    .innerJoin(logIndex, eq(logIndex.entryId, logEntries.id))
    .where(sql`${logEntries.recordedAt} < now() - make_interval(secs => ${seconds})`)
    .orderBy(desc(logEntries.recordedAt))
    .limit(1);
  return row?.index ?? -1;
}

export async function databaseTime(reader: Reader): Promise<Date> {
  const [row] = await reader.select({ now: sql<string>`now()::text` }).from(sql`(select 1) one`);
  if (!row) throw new Error('The database does not tell the time.');
  return new Date(row.now);
}

/** What the entries after an index tell backends, in their order, and how far the log was read. */
export async function readSignals(
  reader: Reader,
  after: number,
): Promise<{ index: number; signals: AddressedSignal[] }> {
  const caused: Caused[] = [];
  let index = after;
  for (;;) {
    const entries = await reader
      .select({ index: logIndex.index, leaf: logEntries.leaf, recordedAt: logEntries.recordedAt })
      .from(logIndex)
      .innerJoin(logEntries, eq(logEntries.id, logIndex.entryId))
      .where(gt(logIndex.index, index))
      .orderBy(asc(logIndex.index))
      .limit(BATCH);
    for (const { leaf, ...entry } of entries) {
      const cause = causeOf(leaf);
      if (cause) caused.push({ ...entry, cause });
    }
    index = entries.at(-1)?.index ?? index;
    if (entries.length < BATCH) break;
  }
  const causes = caused.map(({ cause }) => cause);
  const accounts = await accountsOf(reader, wanted(causes, 'person'));
  const touched = await sessionsOf(reader, causes, accounts);
  return { index, signals: caused.flatMap((one) => addressed(one, touched, accounts)) };
}

function wanted(causes: readonly Cause[], member: 'session' | 'delegation' | 'person'): string[] {
  const ids = causes.flatMap((cause) =>
    Object.entries(cause).flatMap(([name, id]) => (name === member ? [id] : [])),
  );
  return [...new Set(ids)];
}

/** Who is shut out is shut out in every account. */
type Accounts = ReadonlyMap<string, ReadonlySet<string>>;

async function accountsOf(reader: Reader, shutOut: readonly string[]): Promise<Accounts> {
  const accounts = new Map(shutOut.map((id) => [id, new Set([id])]));
  if (shutOut.length === 0) return accounts;
  const named = alias(people, 'named');
  const rows = await reader
    .select({ named: named.id, id: people.id })
    .from(people)
    .innerJoin(named, eq(named.personId, people.personId))
    .where(inArray(named.id, [...shutOut]));
  for (const row of rows) accounts.get(row.named)?.add(row.id);
  return accounts;
}

async function sessionsOf(reader: Reader, causes: readonly Cause[], accounts: Accounts): Promise<Touched[]> {
  const ids = wanted(causes, 'session');
  const carriedBy = wanted(causes, 'delegation');
  const shutOut = [...accounts.values()].flatMap((of) => [...of]);
  const where: SQL[] = [];
  if (ids.length > 0) where.push(inArray(sessions.id, ids));
  if (carriedBy.length > 0) where.push(inArray(sessions.delegationId, carriedBy));
  if (shutOut.length > 0) where.push(inArray(sessions.actorId, shutOut), inArray(sessions.clientId, shutOut));
  if (where.length === 0) return [];
  const rows = await reader
    .select({
      id: sessions.id,
      delegation: sessions.delegationId,
      actor: sessions.actorId,
      client: sessions.clientId,
      startedAt: sessions.startedAt,
      effective: delegations.effective,
    })
    .from(sessions)
    .innerJoin(delegations, eq(delegations.id, sessions.delegationId))
    .where(or(...where));
  return rows.map(({ effective, ...row }) => ({
    ...row,
    locations: new Set(effective.flatMap(({ locations }) => locations)),
  }));
}

function addressed(
  { cause, index, recordedAt }: Caused,
  touched: readonly Touched[],
  accounts: Accounts,
): AddressedSignal[] {
  if (cause.kind === 'policy_epoch') {
    const signal: Signal = { index, kind: cause.kind, policy_version: cause.policyVersion };
    return [{ signal, recordedAt, to: 'everybody' }];
  }
  const isMeant = ({ id, delegation, actor, client, startedAt }: Touched): boolean => {
    if ('session' in cause) return id === cause.session;
    if ('delegation' in cause) return delegation === cause.delegation;
    const shutOut = accounts.get(cause.person);
    return startedAt <= recordedAt && Boolean(shutOut?.has(actor) || shutOut?.has(client));
  };
  return touched
    .filter(isMeant)
    .map(({ id, locations }) => ({ signal: signalOf(cause, index, id), recordedAt, to: locations }));
}

function signalOf(cause: Exclude<Cause, { kind: 'policy_epoch' }>, index: number, sid: string): Signal {
  switch (cause.kind) {
    case 'session_ended':
      return { index, kind: cause.kind, sid };
    case 'session_level':
      return { index, kind: cause.kind, sid, level: cause.level };
    case 'token_revoked':
      return { index, kind: cause.kind, sid, jti: cause.jti };
  }
}
