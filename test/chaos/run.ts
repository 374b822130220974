import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/node.ts';
import { peopleOf } from '../cluster/people.ts';
import { check } from './check.ts';
import { Over } from './insist.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { leaveAll, type Stage, tellStory } from './story.ts';
import { startVisits } from './visits.ts';

export interface Report {
  readonly rounds: number;
  readonly seed: number;
  readonly seconds: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, number>>;
  readonly stories: number;
  readonly visits: number;
  readonly unavailable: number;
  readonly broken: number;
  /** What does not hold, a sentence each. */
  readonly wrong: readonly string[];
}

const AGENTS = ['ana', 'ben', 'cleo', 'eve'];

/** Small and repeatable: the same seed kills the same things in the same order. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One agent after another story with the customers that are only theirs, until the rounds are over. */
async function tellStories(
  stage: Stage,
  cluster: Cluster,
  login: string,
  ended: () => boolean,
): Promise<void> {
  const { people, ledger } = stage;
  const agent = people.as('support', login);
  const plain = cluster.world.people.filter(
    ({ domain, marks, login: customer }) =>
      domain === 'customer' && marks.length === 0 && customer !== 'tessa',
  );
  const own = plain.filter((_, index) => index % AGENTS.length === AGENTS.indexOf(login)).slice(0, 2);
  for (let told = 0; !ended(); told += 1) {
    const customer = people.as('customer', own[told % own.length]?.login ?? '');
    const [writes, revoked] = [told % 2 === 1, told % 3 === 0];
    try {
      await tellStory(stage, { agent, customer, writes, revoked, value: `${login}-${told}` });
    } catch (error) {
      if (error instanceof Over) return;
      ledger.breach(
        'a story broke off',
        `${login} ${told}: ${error instanceof Error ? error.message : error}`,
      );
      await leaveAll(stage, agent).catch(() => undefined);
    }
  }
}

export async function chaos(
  { rounds, seed, consoles }: { rounds: number; seed: number; consoles?: boolean },
  say: (line: string) => void,
): Promise<Report> {
  const cluster = await startCluster(consoles === undefined ? {} : { consoles });
  try {
    return await under(cluster, { rounds, seed }, say);
  } finally {
    await cluster.stop();
  }
}

async function under(
  cluster: Cluster,
  { rounds, seed }: { rounds: number; seed: number },
  say: (line: string) => void,
): Promise<Report> {
  const began = performance.now();
  const people = await peopleOf(cluster);
  const ledger = openLedger();
  let ended = false;
  const stage: Stage = {
    people,
    ledger,
    over: () => false,
    resource: cluster.settings.accountsApi,
    lead: people.as('admin', 'tess'),
  };
  const visits = await startVisits(cluster, ledger);
  const telling = AGENTS.map((login) => tellStories(stage, cluster, login, () => ended));
  const kills = await killAround(cluster, rounds, random(seed), say);
  ended = true;
  await Promise.all(telling);
  await visits.untilEnded();
  for (const node of [...cluster.brokers, ...cluster.consoles, cluster.accounts])
    for (const death of node.deaths) ledger.breach('a program ended by itself', death);
  const wrong = await check(cluster.postgres.url, ledger);
  return {
    rounds,
    seed,
    seconds: Math.round((performance.now() - began) / 1000),
    kills,
    facts: countOf(ledger),
    stories: ledger.stories,
    visits: ledger.visits,
    unavailable: ledger.unavailable,
    broken: ledger.broken,
    wrong,
  };
}

function countOf({ facts }: Ledger): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of facts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const DATABASE_EVERY = 5;

/** Every round one program dies of `kill -9` at a random moment, stays dead for a moment, and comes back. */
async function killAround(
  cluster: Cluster,
  rounds: number,
  next: () => number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const { brokers, consoles, accounts, postgres } = cluster;
  const victims: (readonly ClusterNode[])[] = [[brokers[0]], [brokers[1]], [...brokers], [accounts]];
  for (const one of consoles) victims.push([one]);
  const kills: Record<string, number> = {};
  for (let round = 1; round <= rounds; round += 1) {
    await delay(300 + next() * 1_200);
    const database = round % DATABASE_EVERY === 0;
    const dying = database ? [] : (victims[Math.floor(next() * victims.length)] ?? []);
    const name = database ? 'PostgreSQL' : dying.map((one) => one.name).join(' and ');
    kills[name] = (kills[name] ?? 0) + 1;
    await (database ? postgres.crash() : Promise.all(dying.map((one) => one.kill())));
    await delay(next() * 800);
    await (database ? postgres.startAgain() : Promise.all(dying.map((one) => one.startHealthy())));
    say(`round ${round} of ${rounds}: ${name}`);
  }
  return kills;
}
