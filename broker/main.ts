import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { backlogOf } from './audit/backlog.ts';
import { recordOn } from './audit/record.ts';
import { startSequencer } from './audit/sequencer.ts';
import { troubleOf } from './audit/trouble.ts';
import { underLease } from './audit/under-lease.ts';
import { systemClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { type Context, contextFor, type Services } from './context.ts';
import type { Database } from './db/client.ts';
import { takeEmbeddedFolder } from './db/embedded-folder.ts';
import { hintsOf } from './db/hints.ts';
import { openDatabase } from './db/open.ts';
import { databaseIsUnavailable } from './db/unavailable.ts';
import { startFollower } from './followers/follow.ts';
import { startLoop } from './followers/loop.ts';
import { notify } from './followers/notify.ts';
import { projectEvents } from './followers/project-events.ts';
import { startPushRevocation } from './followers/push-revocation.ts';
import { reJudge } from './followers/re-judge.ts';
import { startReplays } from './followers/run-replays.ts';
import { startSweep } from './followers/sweep.ts';
import { holdActivePolicy, type PolicyHolder } from './governance/active-policy.ts';
import { ensurePolicyVersion } from './governance/ensure-policy-version.ts';
import { createLogger } from './http/logger.ts';
import { newRequestId } from './http/request-id.ts';
import { serve } from './http/server.ts';
import { openMail } from './mail/open-mail.ts';
import { type Ending, end } from './main/endings.ts';
import { refuseToStart } from './main/refuse-to-start.ts';
import { importRegistries } from './main/registries.ts';
import { openOAuth } from './oauth/open-oauth.ts';
import { initialiseSeals } from './oauth/seals/initialise-seals.ts';
import { reportBrokenSeals } from './oauth/seals/report-broken-seals.ts';
import { sealAddresses } from './oauth/seals/seal-addresses.ts';
import { loadBundle } from './policy/bundle.ts';
import { brokenSeals } from './seals/broken-seals.ts';
import { sealedReader } from './seals/sealed-reader.ts';
import { sealsUnder } from './seals/seals.ts';
import { eventFeed } from './signals/event-feed.ts';
import { openSignalLog } from './signals/poll-log.ts';

// Node 20 ends by itself ("unreachable code" in its deoptimizer) when a call into WebAssembly that it had inlined is
// undone, and policy engine and embedded database are WebAssembly. Nothing is lost by not inlining them.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** How soon a version that another broker activated is known here; the embedded database has no other broker. */
const LOOK_FOR_POLICY_MS = { postgres: 250, pglite: 2_000 };
/** How often is read ahead what a proposed version would judge. */
const FORESEE_MS = 2_000;
const SUMMARISE_MS = 60_000;
const REPORT_SEALS_MS = 1_000;

const startContext = (services: Services): Context => contextFor(services, { requestId: newRequestId() });

/** Everything but the active policy version: that is what has to be found first. */
async function activePolicy(
  config: Config,
  database: Database,
  node: string,
  log: Logger,
): Promise<PolicyHolder> {
  const from = { requestId: newRequestId(), node };
  const record = recordOn(database, from, systemClock.now, () => undefined);
  const seals = sealsUnder([config.masterKey, ...config.otherMasterKeys]);
  const reader = sealedReader(database.handle, seals);
  const context = { reader, seals, record, clock: systemClock, config, log };
  await underLease(database, { name: 'registries', node }, async () => {
    await initialiseSeals(context);
    await sealAddresses(context);
  });
  await ensurePolicyVersion(context, loadBundle(config.policies.folder, config.domains));
  return holdActivePolicy(reader, log);
}

async function open(config: Config['database'], log: Logger, endings: Ending[]): Promise<Database> {
  if (config.url) return openDatabase(config, log);
  const { database, letGo } = await takeEmbeddedFolder(config.folder);
  endings.push(letGo);
  return openDatabase({ ...config, folder: database }, log);
}

async function start(config: Config, log: Logger, endings: Ending[]): Promise<void> {
  const database = await open(config.database, log, endings);
  endings.push(() => database.close());

  const node = `${hostname()}-${randomBytes(3).toString('hex')}`;
  const policy = await activePolicy(config, database, node, log);
  const feed = eventFeed(database.handle, (error) => log.error({ err: error }, 'The log could not be read.'));
  const signals = await openSignalLog(database.handle);
  const toSequenced = () => {
    projection.wake();
    revocation.wake();
    judging.wake();
  };
  const activated = () => {
    policy
      .refresh()
      .catch((error: unknown) => log.error({ err: error }, 'The active policy could not be read.'));
    judges.activated();
    judging.wake();
  };
  const hints = hintsOf(database, node, log);
  const sequencer = startSequencer(database, node, log, () => {
    toSequenced();
    hints.give('sequenced');
  });
  endings.push(() => sequencer.stop());
  const broken = brokenSeals();
  const mail = config.mail && openMail(config.mail);
  if (mail) endings.push(() => mail.close());
  const services: Services = {
    database,
    brokenSeals: broken,
    config,
    log,
    clock: systemClock,
    policy: policy.current,
    node,
    trouble: troubleOf(database.run, node, (error) => log.error({ err: error }, 'Nothing can be committed.')),
    wake: (committed = []) => {
      sequencer.wake();
      hints.give('committed');
      if (!committed.some(({ type }) => type === 'policy.activated')) return;
      activated();
      hints.give('activated');
    },
    ...(mail ? { mail } : {}),
  };
  const projection = startFollower(services, projectEvents, () => {
    feed.wake();
    hints.give('projected');
  });
  endings.push(() => projection.stop());
  const revocation = startPushRevocation(services, signals);
  endings.push(() => revocation.stop());
  const judges = reJudge(services, policy);
  const judging = startFollower(services, judges);
  endings.push(() => judging.stop());
  await hints.hear((hint) => {
    if (hint === 'activated') activated();
    else if (hint === 'committed') sequencer.wake();
    else if (hint === 'sequenced') toSequenced();
    else feed.wake();
  });
  await underLease(database, { name: 'registries', node }, () =>
    importRegistries(startContext(services), log),
  );

  const oauth = openOAuth(config, systemClock);
  if (config.mail && mail) {
    const { consoleUrl } = config.mail;
    const telling = startFollower(services, notify(services, { mail, consoleUrl }));
    endings.push(() => telling.stop());
  }
  const app = createApp({ services, oauth, backlog: backlogOf(database.run), feed, signals });
  const refresh = () => policy.refresh().then(() => false);
  const foresee = () => judges.foresee().then(() => false);
  const report = async () => (await reportBrokenSeals(startContext(services), broken)) > 0;
  const summarise = () => app.edge.failures.summarise(startContext(services)).then(() => false);
  const loops = [
    startSweep(services),
    startReplays(services),
    startLoop({ name: 'active-policy', everyMs: LOOK_FOR_POLICY_MS[database.driver], round: refresh }, log),
    startLoop({ name: 'foresee', everyMs: FORESEE_MS, round: foresee }, log),
    startLoop({ name: 'broken-seals', everyMs: REPORT_SEALS_MS, round: report }, log),
    startLoop({ name: 'failed-authentications', everyMs: SUMMARISE_MS, round: summarise }, log),
  ];
  endings.push(() => Promise.all(loops.map((loop) => loop.stop())).then(summarise));
  endings.push(await serve(config, app.fetch));
  endings.push(() => feed.stop());
  endings.push(() => signals.stop());
  log.info({ issuer: config.issuer, port: config.port, node }, 'The broker is ready.');
}

function readConfiguration(): Config | undefined {
  try {
    const config = readConfig(process.env);
    for (const file of [config.tls.cert, config.tls.key, config.tls.ca]) readFileSync(file);
    return config;
  } catch (error) {
    refuseToStart(error);
    return undefined;
  }
}

/** The driver rejects promises that nobody can hold when its connections are refused; whoever asked is told besides. */
function outliveTheDatabase(log: Logger): void {
  process.on('unhandledRejection', (reason) => {
    if (!databaseIsUnavailable(reason)) throw reason;
    log.error({ err: reason }, 'The database cannot be reached.');
  });
}

async function main(config: Config): Promise<void> {
  const log = createLogger(config.logLevel);
  outliveTheDatabase(log);
  const endings: Ending[] = [];
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  try {
    await start(config, log, endings);
    await asked;
    log.info('The broker is ending.');
  } catch (error) {
    refuseToStart(error);
  } finally {
    await end(endings, log);
  }
}

const config = readConfiguration();
if (config) await main(config);
process.exit();
