import { join } from 'node:path';
import { ending } from './ending.ts';
import { type InSession, intoSession } from './in-session.ts';
import type { RoundSize } from './latencies.ts';
import { type OwnBroker, ownBroker, UNLIMITED } from './own-broker.ts';
import { ownDatabase } from './own-database.ts';
import { startPeer } from './peer-process.ts';
import { whereTimeGoes } from './profile.ts';
import type { Program } from './program.ts';
import { rawCommits, rawSignatures } from './raw.ts';
import { type BenchOptions, type Report, rounded, type Table } from './report.ts';
import { roundTrips } from './round-trips.ts';
import { type TokenLoad, tokenLoad } from './token-load.ts';
import { openWire } from './wire.ts';

const CONNECTIONS = 32;
const CLIENT = 'console-support';

interface Size {
  people: number;
  rounds: number;
  /** Exchanges watched at the wire. */
  counted: number;
  tokens: RoundSize;
  commits: RoundSize;
  signatures: RoundSize;
}

/** More people than connections, so that no exchange waits for another one's session. */
const usual: Size = {
  people: 48,
  rounds: 4,
  counted: 320,
  tokens: { most: 2_500, seconds: 2 },
  commits: { most: 10_000, seconds: 1 },
  signatures: { most: 10_000, seconds: 0.5 },
};
const tiny: Size = {
  people: 4,
  rounds: 1,
  counted: 20,
  tokens: { most: 20, seconds: 1 },
  commits: { most: 20, seconds: 1 },
  signatures: { most: 20, seconds: 1 },
};

/** Token exchange of an agent in a session, against the database's commits and against a plain authorization server. */
export function run({ root, ...options }: BenchOptions): Promise<Report> {
  const size = options.tiny ? tiny : usual;
  return ending(async (later) => {
    const database = await ownDatabase();
    later(() => database.stop());
    const broker = await ownBroker(root, { pairs: size.people });
    later(() => broker.close());
    const { sessions, counted } = await counting(broker, database.url, size);
    const compared = await comparing(broker, database.url, sessions, size);
    const tables = [counted.table];
    if (options.profile) tables.push(await profiled(broker, database.url, sessions, size));
    return { figures: { ...compared, ...counted.figures }, tables };
  });
}

/** On a wire that is watched everybody goes into session, and a few exchanges are counted. */
function counting(broker: OwnBroker, databaseUrl: string, size: Size) {
  return ending(async (later) => {
    const wire = await openWire(databaseUrl);
    later(() => wire.stop());
    const program = await broker.start(wire.url, UNLIMITED);
    later(() => program.stop());
    const sessions = await intoSession(broker);
    const load = exchangeLoad(broker, sessions);
    later(() => load.close());
    await load.round({ ...size.tokens, most: size.counted });
    return { sessions, counted: await roundTrips(wire, databaseUrl, load, size.counted) };
  });
}

/** Turn by turn, so that what else the machine does meets all of them alike. The first turn warms up. */
function comparing(broker: OwnBroker, databaseUrl: string, sessions: InSession[], size: Size) {
  return ending(async (later) => {
    const program = await broker.start(databaseUrl, UNLIMITED);
    later(() => program.stop());
    const peer = await startPeer(broker);
    later(() => peer.stop());
    const exchanges = exchangeLoad(broker, sessions);
    later(() => exchanges.close());
    const peerTokens = peerLoad(broker, peer);
    later(() => peerTokens.close());
    const commits = await rawCommits(databaseUrl, CONNECTIONS);
    later(() => commits.close());
    const signatures = rawSignatures();
    const cpuMs = { exchanges: 0, peer: 0 };
    const counting = async (of: keyof typeof cpuMs, by: Program, load: TokenLoad) => {
      const before = by.cpuMs();
      await load.round(size.tokens);
      cpuMs[of] += by.cpuMs() - before;
    };
    for (let round = 0; round <= size.rounds; round++) {
      await counting('exchanges', program, exchanges);
      await counting('peer', peer, peerTokens);
      await commits.round(size.commits);
      await signatures.round(size.signatures);
      if (round > 0) continue;
      for (const { seen } of [exchanges, peerTokens, commits, signatures]) seen.forget();
      Object.assign(cpuMs, { exchanges: 0, peer: 0 });
    }
    const { perSecond } = exchanges.seen;
    return {
      perSecond: rounded(perSecond),
      p50Ms: rounded(exchanges.seen.percentile(50)),
      p99Ms: rounded(exchanges.seen.percentile(99)),
      unavailable: exchanges.unavailable(),
      cpuMsPerExchange: rounded(cpuMs.exchanges / exchanges.seen.count),
      peerPerSecond: rounded(peerTokens.seen.perSecond),
      peerP50Ms: rounded(peerTokens.seen.percentile(50)),
      peerP99Ms: rounded(peerTokens.seen.percentile(99)),
      peerCpuMsPerToken: rounded(cpuMs.peer / peerTokens.seen.count),
      rawCommitsPerSecond: rounded(commits.seen.perSecond),
      rawCommitP50Ms: rounded(commits.seen.percentile(50)),
      rawSignAndVerifyPerSecond: rounded(signatures.seen.perSecond),
      ratioToPeer: rounded(perSecond / peerTokens.seen.perSecond),
      ratioToRaw: rounded(perSecond / commits.seen.perSecond),
    };
  });
}

/** The same load once more, on a broker that takes notes of what it computes. */
async function profiled(
  broker: OwnBroker,
  databaseUrl: string,
  sessions: InSession[],
  size: Size,
): Promise<Table> {
  const { root, data } = broker.settings;
  const folder = join(data, 'profile');
  const program = await broker.start(databaseUrl, UNLIMITED, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  const load = exchangeLoad(broker, sessions);
  for (let round = 0; round < size.rounds; round++) await load.round(size.tokens);
  await load.close();
  await program.stop();
  return whereTimeGoes(root, folder);
}

function exchangeLoad(broker: OwnBroker, sessions: InSession[]): TokenLoad {
  return tokenLoad({
    issuer: broker.settings.broker,
    clientId: CLIENT,
    key: broker.keyOf(CLIENT),
    certificate: broker.certificateOf(CLIENT),
    connections: CONNECTIONS,
    form(index) {
      const { actorToken = '', grantToken = '' } = sessions[index % sessions.length] ?? {};
      return {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: grantToken,
        subject_token_type: 'urn:countersign:token-type:delegation-grant',
        actor_token: actorToken,
        actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        resource: broker.settings.accountsApi,
      };
    },
  });
}

function peerLoad(
  broker: OwnBroker,
  peer: { issuer: string; clientId: string; resource: string },
): TokenLoad {
  return tokenLoad({
    issuer: peer.issuer,
    clientId: peer.clientId,
    key: broker.keyOf(CLIENT),
    certificate: broker.certificateOf(CLIENT),
    connections: CONNECTIONS,
    form: () => ({ grant_type: 'client_credentials', scope: 'read', resource: peer.resource }),
  });
}
