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
import { registerBackends } from './catalog/register-backends.ts';
import { systemClock } from './clock.ts';
import { ConfigurationError } from './config/configuration-error.ts';
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
import { importDirectory, readDirectory } from './identity/import-directory.ts';
import { openMail } from './mail/open-mail.ts';
import { importClients } from './oauth/clients/import-clients.ts';
import { readClients } from './oauth/clients/registry-file.ts';
import { ensureKeys } from './oauth/keys/ensure-keys.ts';
import { openOAuth } from './oauth/open-oauth.ts';
import { initialiseSeals } from './oauth/seals/initialise-seals.ts';
import { reportBrokenSeals } from './oauth/seals/report-broken-seals.ts';
import { sealAddresses } from './oauth/seals/seal-addresses.ts';
import { BundleError, loadBundle } from './policy/bundle.ts';
import { PolicyProblems } from './policy/policy-problems.ts';
import { brokenSeals } from './seals/broken-seals.ts';
import { sealedReader } from './seals/sealed-reader.ts';
import { sealsUnder } from './seals/seals.ts';
import { eventFeed } from './signals/event-feed.ts';
import { openSignalLog } from './signals/poll-log.ts';

// Node 20 ends by itself ("unreachable code" in its deoptimizer) when a call into WebAssembly that it had inlined is
// undone, and policy engine and embedded database are WebAssembly. Nothing is lost by not inlining them.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

const STOP_WITHIN_MS = 5_000;
/** How soon a version that another broker activated is known here; the embedded database has no other broker. */
const LOOK_FOR_POLICY_MS = { postgres: 250, pglite: 2_000 };
const SUMMARISE_MS = 60_000;
const REPORT_SEALS_MS = 1_000;

type Ending = () => unknown;

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

async function importRegistries(services: Services): Promise<void> {
  const { config, log } = services;
  const context = startContext(services);
  await ensureKeys(context);
  const registry = readClients(config.clientsFile, config.environment);
  const clients = await importClients(context, registry);
  const backends = registry.clients.flatMap(({ client_id: clientId, backend, resource }) =>
    backend !== undefined && resource !== undefined ? [{ id: backend, resource, clientId }] : [],
  );
  await registerBackends(context, backends);
  if (config.directoryFile !== undefined) {
    const directory = await importDirectory(context, readDirectory(config.directoryFile));
    log.info({ clients: clients.changed, directory: directory.changed }, 'The registries are read.');
  }
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
    wake: () => {
      sequencer.wake();
      hints.give('committed');
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
  const judging = startFollower(services, reJudge(services, policy.refresh));
  endings.push(() => judging.stop());
  await hints.hear((hint) => {
    if (hint === 'committed') sequencer.wake();
    else if (hint === 'sequenced') toSequenced();
    else feed.wake();
  });
  await underLease(database, { name: 'registries', node }, () => importRegistries(services));

  const oauth = openOAuth(config, systemClock);
  if (config.mail && mail) {
    const { consoleUrl } = config.mail;
    const telling = startFollower(services, notify(services, { mail, consoleUrl }));
    endings.push(() => telling.stop());
  }
  const app = createApp({ services, oauth, backlog: backlogOf(database.run), feed, signals });
  const refresh = () => policy.refresh().then(() => false);
  const report = async () => (await reportBrokenSeals(startContext(services), broken)) > 0;
  const summarise = () => app.edge.failures.summarise(startContext(services)).then(() => false);
  const loops = [
    startSweep(services),
    startReplays(services),
    startLoop({ name: 'active-policy', everyMs: LOOK_FOR_POLICY_MS[database.driver], round: refresh }, log),
    startLoop({ name: 'broken-seals', everyMs: REPORT_SEALS_MS, round: report }, log),
    startLoop({ name: 'failed-authentications', everyMs: SUMMARISE_MS, round: summarise }, log),
  ];
  endings.push(() => Promise.all(loops.map((loop) => loop.stop())).then(summarise));
  endings.push(await serve(config, app.fetch));
  endings.push(() => feed.stop());
  endings.push(() => signals.stop());
  log.info({ issuer: config.issuer, port: config.port, node }, 'The broker is ready.');
}

/** The latest started ends first; what does not end in time is left behind. */
async function end(endings: Ending[], log: Logger): Promise<void> {
  const late = setTimeout(() => {
    log.error('The broker did not end in time.');
    process.exit(1);
  }, STOP_WITHIN_MS);
  for (const ending of endings.reverse()) {
    try {
      await ending();
    } catch (error) {
      log.error({ err: error }, 'Something did not end cleanly.');
    }
  }
  clearTimeout(late);
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ConfigurationError || error instanceof BundleError) return error.message;
  if (error instanceof PolicyProblems) return `The policy folder must not be activated:\n${error.message}`;
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (error.code === 'EADDRINUSE') return 'The port of the broker is taken. Set BROKER_PORT to a free one.';
  if (error.code === 'ENOENT' && 'path' in error) return `${String(error.path)} is not there.`;
  return undefined;
}

function refuseToStart(error: unknown): void {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  console.error(sentence);
  process.exitCode = 1;
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
