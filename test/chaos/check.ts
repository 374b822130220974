import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import type { Fact, Ledger } from './ledger.ts';

interface Leaf {
  type: string;
  outcome: string;
  actor?: string;
  delegation?: string;
  session?: string;
  jti?: string;
}

type Sql = postgres.Sql;

/** Each happens once in the life of what it is about. */
const ONCE: Readonly<Record<string, keyof Leaf>> = {
  'delegation.requested': 'delegation',
  'delegation.granted': 'delegation',
  'delegation.revoked': 'delegation',
  'session.started': 'session',
  'session.ended': 'session',
  'token.issued': 'jti',
};

const SETTLES_WITHIN_MS = 45_000;
const OUTCOME_WITHIN_S = 45;

/** Looks again until there is nothing to say or the time is up. */
async function settled(look: () => Promise<string[]>): Promise<string[]> {
  const end = performance.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found.length === 0 || performance.now() > end) return found;
    await delay(500);
  }
}

/** What was acknowledged against what is there now; answers every sentence that does not hold. */
export async function check(databaseUrl: string, ledger: Ledger): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined });
  try {
    return [
      ...ledger.breaches.map(({ what, about }) => `${what}: ${about}`),
      ...(ledger.unavailableWithoutRetryAfter > 0
        ? [`${ledger.unavailableWithoutRetryAfter} answers of 503 did not say when to come back`]
        : []),
      ...(await settled(() => unfinished(sql))),
      ...(await order(sql)),
      ...(await records(sql, ledger)),
    ];
  } finally {
    await sql.end();
  }
}

/** Work that nobody would come back to. */
async function unfinished(sql: Sql): Promise<string[]> {
  const [counts] = await sql`
    select
      (select count(*)::int from log_entries e where not exists (select 1 from log_index i where i.entry_id = e.id)) as unordered,
      (select count(*)::int from sessions where status = 'live') as live,
      (select count(*)::int from outcome_intents where status is null and alerted_at is null
        and intended_at < now() - make_interval(secs => ${OUTCOME_WITHIN_S})) as open_intents`;
  const newest = sql`select max(index) from log_index`;
  const followers = await sql`select name from follower_cursors where index < (${newest})`;
  const backends = await sql`
    select resource from signal_acknowledgements
    where index < (select max(index) from log_events where kind = 'session.ended')`;
  return [
    ...Object.entries(counts ?? {}).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : [])),
    ...followers.map(({ name }) => `the follower ${name} is behind`),
    ...backends.map(({ resource }) => `the backend ${resource} has not acknowledged the last end`),
  ];
}

async function order(sql: Sql): Promise<string[]> {
  const [row] = await sql`select count(*)::int as n, coalesce(max(index), -1)::int as last from log_index`;
  return row?.n === row?.last + 1 ? [] : [`the log has ${row?.n} entries and its last index is ${row?.last}`];
}

/** The entries that an acknowledgement stands for: each by its type and what it is about. */
function entriesOf(fact: Fact): [type: string, about: string][] {
  switch (fact.kind) {
    case 'requested':
      return [['delegation.requested', fact.delegation]];
    case 'approved':
      return [['approval.given', `${fact.delegation} ${fact.by}`]];
    case 'consented':
      return [
        ['consent.given', `${fact.delegation} ${fact.by}`],
        ['delegation.granted', fact.delegation],
      ];
    case 'started':
      return [['session.started', fact.session]];
    case 'raised':
      return [['session.raised', fact.session]];
    case 'issued':
      return [['token.issued', fact.jti]];
    case 'stopped':
      return [
        ['session.ended', fact.session],
        ...(fact.revoked ? [['delegation.revoked', fact.delegation] as [string, string]] : []),
      ];
    case 'written':
      return [];
  }
}

async function records(sql: Sql, ledger: Ledger): Promise<string[]> {
  const rows = await sql<{ leaf: string }[]>`select leaf from log_entries`;
  const leaves = rows.map(({ leaf }) => JSON.parse(leaf) as Leaf).filter(({ outcome }) => outcome === 'done');
  const seen = new Map<string, number>();
  const name = (type: string, member: string | undefined) => `${type} ${member}`;
  for (const leaf of leaves) {
    const by = ONCE[leaf.type];
    const about =
      by === undefined ? [leaf.delegation, leaf.session, `${leaf.delegation} ${leaf.actor}`] : [leaf[by]];
    for (const member of about) {
      const key = name(leaf.type, member);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const has = (type: string, member: string) => seen.has(name(type, member));
  const missing = (type: string, member: string, told: string) =>
    has(type, member) ? [] : [`${told}, and there is no ${type}: ${member}`];
  const twice = [...seen].flatMap(([key, count]) =>
    count > 1 && (key.split(' ')[0] ?? '') in ONCE ? [`recorded ${count} times: ${key}`] : [],
  );
  const acknowledged = ledger.facts.flatMap((fact) =>
    entriesOf(fact).flatMap(([type, member]) => missing(type, member, `${fact.kind} was acknowledged`)),
  );
  const unrecorded = async (what: string, type: string, ids: Promise<{ id: string }[]>) =>
    (await ids).flatMap(({ id }) => missing(type, id, `there is ${what}`));
  return [
    ...twice,
    ...acknowledged,
    ...(await unrecorded('a delegation', 'delegation.requested', sql`select id from delegations`)),
    ...(await unrecorded('a session', 'session.started', sql`select id from sessions`)),
    ...(await unrecorded('an end', 'session.ended', sql`select id from sessions where status = 'ended'`)),
    ...(await unrecorded('a token', 'token.issued', sql`select jti as id from delegated_tokens`)),
    // What a killed backend did not tell is missed 30 s after it asked.
    ...(await settled(() => writes(sql, ledger))),
  ];
}

/** Each acknowledged write was told to the broker before it was done; what came of it is known, or missed aloud. */
async function writes(sql: Sql, ledger: Ledger): Promise<string[]> {
  const rows = await sql<{ session: string }[]>`
    select distinct session_id as session from outcome_intents where status = 'done' or alerted_at is not null`;
  const accounted = new Set(rows.map(({ session }) => session));
  return ledger.facts.flatMap((fact) =>
    fact.kind === 'written' && !accounted.has(fact.session)
      ? [`a write was acknowledged and nobody misses its outcome: ${fact.session}`]
      : [],
  );
}
