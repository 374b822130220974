import { startPostgres } from '#test/postgres.ts';
import { type InSession, intoSession } from './in-session.ts';
import type { RoundSize } from './latencies.ts';
import { type OwnBroker, ownBroker, UNLIMITED } from './own-broker.ts';
import { startPeer } from './peer-process.ts';
import { rawCommits, rawSignatures } from './raw.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';
import { type TokenLoad, tokenLoad } from './token-load.ts';

const CONNECTIONS = 32;
const CLIENT = 'console-support';

interface Size {
  people: number;
  rounds: number;
  tokens: RoundSize;
  commits: RoundSize;
  signatures: RoundSize;
}

/** More people than connections, so that no exchange waits for another one's session. */
const usual: Size = {
  people: 48,
  rounds: 4,
  tokens: { most: 2_500, seconds: 2 },
  commits: { most: 10_000, seconds: 1 },
  signatures: { most: 10_000, seconds: 0.5 },
};
const tiny: Size = {
  people: 4,
  rounds: 1,
  tokens: { most: 20, seconds: 1 },
  commits: { most: 20, seconds: 1 },
  signatures: { most: 20, seconds: 1 },
};

/** Token exchange of an agent in a session, against the database's commits and against a plain authorization server. */
export async function run({ root, ...options }: BenchOptions): Promise<Report> {
  const size = options.tiny ? tiny : usual;
  const given = process.env.DATABASE_URL;
  const database = given
    ? { url: given, stop: async () => undefined }
    : await startPostgres({ durable: true });
  const broker = await ownBroker(root, size.people);
  const endings: (() => Promise<unknown>)[] = [() => database.stop(), () => broker.close()];
  try {
    const program = await broker.start(database.url, UNLIMITED);
    endings.push(() => program.stop());
    const sessions = await intoSession(broker);
    const peer = await startPeer(broker);
    endings.push(() => peer.stop());
    const commits = await rawCommits(database.url, CONNECTIONS);
    endings.push(() => commits.close());
    const signatures = rawSignatures();

    const exchanges = exchangeLoad(broker, sessions);
    const peerTokens = peerLoad(broker, peer);
    endings.push(
      () => exchanges.close(),
      () => peerTokens.close(),
    );
    await warmUp([exchanges, peerTokens], size.tokens);

    const measured = exchangeLoad(broker, sessions);
    const measuredPeer = peerLoad(broker, peer);
    endings.push(
      () => measured.close(),
      () => measuredPeer.close(),
    );
    for (let round = 0; round < size.rounds; round++) {
      await measured.round(size.tokens);
      await measuredPeer.round(size.tokens);
      await commits.round(size.commits);
      await signatures.round(size.signatures);
    }
    const figures = {
      perSecond: rounded(measured.seen.perSecond),
      p50Ms: rounded(measured.seen.percentile(50)),
      p99Ms: rounded(measured.seen.percentile(99)),
      peerPerSecond: rounded(measuredPeer.seen.perSecond),
      peerP50Ms: rounded(measuredPeer.seen.percentile(50)),
      peerP99Ms: rounded(measuredPeer.seen.percentile(99)),
      rawCommitsPerSecond: rounded(commits.seen.perSecond),
      rawCommitP50Ms: rounded(commits.seen.percentile(50)),
      rawSignAndVerifyPerSecond: rounded(signatures.seen.perSecond),
      ratioToPeer: rounded(measured.seen.perSecond / measuredPeer.seen.perSecond),
      ratioToRaw: rounded(measured.seen.perSecond / commits.seen.perSecond),
    };
    return { figures, tables: [] };
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function warmUp(loads: TokenLoad[], size: RoundSize): Promise<void> {
  for (const load of loads) await load.round(size);
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
