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

/** Longer than a broker takes to see that something was proposed, and to make it ready. */
const PROPOSED_MS = 1_500;

/** From the commit of an activation until the last live session is judged: all of them stamped, or all of them ended. */
export function run({ root, ...options }: BenchOptions): Promise<Report> {
  const size = options.tiny ? tiny : usual;
  return ending(async (later) => {
    const own = await ownDatabase();
    later(() => own.stop());
    const broker = await ownBroker(root, { pairs: size.sessions, policyOwners: 2 });
    later(() => broker.close());
    const policies = withoutPasskeys(root);
    later(async () => rmSync(policies, { recursive: true }));
    const program = await broker.start(own.url, { ...UNLIMITED, BROKER_POLICIES: policies });
    later(() => program.stop());
    const database = openPostgres(own.url, 3);
    later(() => database.close());
    const admin = await openDoor(broker, 'admin');
    later(() => admin.close());
    const spent = { stamped: 0, ended: 0 };
    const measured = { stamped: new Latencies(), ended: new Latencies() };
    const folder = filesOf(policies);
    for (let round = 0; round <= size.rounds; round++) {
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
        const cpuMs = program.cpuMs();
        const judged = untilJudged(database);
        await patiently(() => activated(activator, id));
        const ms = await judged;
        // The first turn warms up.
        if (round === 0) continue;
        measured[kind].add(ms);
        spent[kind] += program.cpuMs() - cpuMs;
      }
    }
    const { stamped, ended } = measured;
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

/** The clock runs from the last look at which the version before was still active, so rather too long than too short. */
async function untilJudged({ run: ask }: Database): Promise<number> {
  // Nobody counts sessions before there is anything to count: that would take time from whoever judges them.
  const counting = sql`(select count(*) from sessions s
    where s.status = 'live' and s.policy_version <> a.version)::int`;
  const look = async (open = sql`null`) => {
    const at = performance.now();
    const { rows } = await ask(sql`select a.epoch, ${open} as open from active_policy a`);
    return { at, epoch: Number(rows[0]?.epoch), open: rows[0]?.open };
  };
  let before = await look();
  for (const until = before.at + JUDGED_WITHIN_MS; ; ) {
    const seen = await look();
    if (seen.epoch !== before.epoch) break;
    before = seen;
    if (seen.at > until) throw new Error('Nothing was activated.');
    await delay(2);
  }
  for (const until = before.at + JUDGED_WITHIN_MS; ; ) {
    const { at, open } = await look(counting);
    if (open === 0) return performance.now() - before.at;
    if (at > until) throw new Error(`${open} sessions were not judged.`);
    await delay(5);
  }
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

async function activated(api: Api, id: string): Promise<void> {
  const asked = { kind: 'activation', target: id, decision: 'activate' } as const;
  const { statement, nonce } = done(await api.POST('/v1/statements', { body: asked }));
  const signed = { statement, nonce, method: 'session' } as const;
  const body = { decision: 'activate', signed } as const;
  done(await api.POST(PATH, { params: { path: { id }, header: keyHeader() }, body }));
}
