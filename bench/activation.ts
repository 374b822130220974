import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '@countersign/client';
import { sql } from 'drizzle-orm';
import { type Database, openPostgres } from '#broker/db/client.ts';
import { done, keyHeader, openDoor } from './doors.ts';
import { ending } from './ending.ts';
import { Latencies } from './latencies.ts';
import { ownBroker, UNLIMITED } from './own-broker.ts';
import { ownDatabase } from './own-database.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';
import { seedSessions } from './seeded-sessions.ts';

const usual = { sessions: 1_000, rounds: 10 };
const tiny = { sessions: 20, rounds: 1 };
const JUDGED_WITHIN_MS = 20_000;
const PATH = '/v1/policies/proposals/{id}/activations';

/** Letters about what the round before has ended would be written for a minute. */
const noMail = { BROKER_MAIL_URL: undefined, BROKER_MAIL_FROM: undefined };

/** Longer than a broker takes to see that something was proposed, and to make ready for it: nobody has read it sooner. */
const PROPOSED_MS = 15_000;

/**
 * From the moment the epoch begins (the transaction that activates) until the last live session is judged: all of them
 * stamped, or all of them ended; and the same from the request. Its answer comes earlier: from then on no token counts
 * whose session the new version has not judged.
 */
export function run({ root, ...options }: BenchOptions): Promise<Report> {
  const size = options.tiny ? tiny : usual;
  return ending(async (later) => {
    const own = await ownDatabase();
    later(() => own.stop());
    const broker = await ownBroker(root, { pairs: size.sessions, policyOwners: 2 });
    later(() => broker.close());
    const policies = withoutPasskeys(root);
    later(async () => rmSync(policies, { recursive: true }));
    const program = await broker.start(own.url, { ...UNLIMITED, ...noMail, BROKER_POLICIES: policies });
    later(() => program.stop());
    const database = openPostgres(own.url, 3);
    later(() => database.close());
    const admin = await openDoor(broker, 'admin');
    later(() => admin.close());
    const spent = { stamped: 0, ended: 0 };
    const epoch = { stamped: new Latencies(), ended: new Latencies() };
    const request = { stamped: new Latencies(), ended: new Latencies(), answered: new Latencies() };
    const folder = filesOf(policies);
    // The broker has just started: nothing has warmed it up but what it does by itself.
    for (let round = 0; round < size.rounds; round++) {
      const owners = await patiently(() =>
        Promise.all(broker.policyOwners.map((person) => admin.signIn(person))),
      );
      const [proposer, activator] = owners.map(({ api }) => api);
      if (!proposer || !activator) throw new Error('An activation takes two.');
      await seedSessions(database, broker);
      for (const kind of ['stamped', 'ended'] as const) {
        const id = await proposed(
          proposer,
          kind === 'stamped' ? renamed(folder, round) : closed(folder, round),
        );
        await delay(options.tiny ? 500 : PROPOSED_MS);
        await untilQuiet(database);
        const { at, answeredMs, cpuMs } = await patiently(async () => {
          const activate = await signed(activator, id);
          const cpuMs = program.cpuMs();
          const at = Date.now();
          await activate();
          return { at, answeredMs: Date.now() - at, cpuMs };
        });
        await untilJudged(database, at);
        const judgedAt = Date.now();
        epoch[kind].add(judgedAt - (await epochBegan(database)));
        request[kind].add(judgedAt - at);
        request.answered.add(answeredMs);
        spent[kind] += program.cpuMs() - cpuMs;
      }
    }
    const { stamped, ended } = epoch;
    const { answered } = request;
    return {
      figures: {
        sessions: size.sessions,
        activations: stamped.count + ended.count,
        cpuMsPerActivation: rounded(spent.stamped / stamped.count),
        cpuMsPerActivationThatEndsAll: rounded(spent.ended / ended.count),
        p50Ms: rounded(stamped.percentile(50)),
        p99Ms: rounded(stamped.percentile(99)),
        endedP50Ms: rounded(ended.percentile(50)),
        endedP99Ms: rounded(ended.percentile(99)),
        fromRequestP50Ms: rounded(request.stamped.percentile(50)),
        fromRequestP99Ms: rounded(request.stamped.percentile(99)),
        endedFromRequestP50Ms: rounded(request.ended.percentile(50)),
        endedFromRequestP99Ms: rounded(request.ended.percentile(99)),
        answeredP50Ms: rounded(answered.percentile(50)),
        answeredP99Ms: rounded(answered.percentile(99)),
      },
      tables: [],
    };
  });
}

/** A broker that is behind with its log issues nothing and activates nothing; two thousand entries at once bring that about. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await call();
    } catch (error) {
      if (tried >= 10) throw error;
      await delay(1_000);
    }
  }
}

/** Looks every five milliseconds: oftener takes time from whoever judges. */
async function untilJudged({ run: ask }: Database, since: number): Promise<void> {
  for (;;) {
    const { rows } = await ask(sql`select id from sessions where status = 'live'
      and policy_version <> (select version from active_policy) limit 1`);
    if (rows.length === 0) return;
    if (Date.now() > since + JUDGED_WITHIN_MS) throw new Error('Not every session was judged.');
    await delay(5);
  }
}

/** Until everything that follows the log has come to its end. */
async function untilQuiet({ run: ask }: Database): Promise<void> {
  for (;;) {
    const { rows } = await ask(sql`select (select count(*) from log_entries)::int as entries,
      (select min("index") + 1 from follower_cursors)::int as followed`);
    if (rows[0]?.entries === rows[0]?.followed) return;
    await delay(100);
  }
}

/** By the database's clock, which is this machine's. */
async function epochBegan({ run: ask }: Database): Promise<number> {
  const { rows } = await ask(sql`select extract(epoch from activated_at) * 1000 as at from active_policy`);
  return Number(rows[0]?.at);
}

/** Two owners who sign by being signed in: what an authenticator takes is no part of what is measured. */
function withoutPasskeys(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-policies-'));
  cpSync(join(root, 'policies'), folder, { recursive: true });
  const path = join(folder, 'signatures.json');
  const signatures = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...signatures, activation: { passkey: 'never' } }));
  return folder;
}

type Files = Record<string, string>;

const filesOf = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => /\.(cedar|cedarschema|json)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

/** Another version under which nothing changes for anybody. */
const renamed = (files: Files, n: number): Files => ({
  ...files,
  'assurance.json': JSON.stringify([...JSON.parse(files['assurance.json'] ?? '[]'), `urn:bench:${n}`]),
});

/** A version under which nobody may read. */
const closed = (files: Files, n: number): Files => ({
  ...files,
  'closed.cedar': `@id("closed-${n}") @reason("Reading is closed.")
forbid (principal, action in Action::"support.read", resource is Account);`,
});

async function proposed(api: Api, files: Files): Promise<string> {
  const body = { files, reason: 'For the bench.' };
  return done(await api.POST('/v1/policies/proposals', { params: { header: keyHeader() }, body })).id;
}

/** What the second owner has read and signed, ready to be sent. */
async function signed(api: Api, id: string): Promise<() => Promise<void>> {
  const asked = { kind: 'activation', target: id, decision: 'activate' } as const;
  const { statement, nonce } = done(await api.POST('/v1/statements', { body: asked }));
  const body = { decision: 'activate', signed: { statement, nonce, method: 'session' } } as const;
  return async () => {
    done(await api.POST(PATH, { params: { path: { id }, header: keyHeader() }, body }));
  };
}
