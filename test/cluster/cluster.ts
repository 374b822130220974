import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { answers, answersWell, trusting } from '#bin/launch/answers.ts';
import { certificates } from '#bin/launch/certificates.ts';
import { certificateNames, clientsWithKeys } from '#bin/launch/clients.ts';
import {
  accountsEnvironment,
  brokerEnvironment,
  consoleEnvironment,
  identityProviderEnvironment,
} from '#bin/launch/environments.ts';
import { clientKey, publicJwk, secrets as readSecrets } from '#bin/launch/keys.ts';
import { writeRegistries } from '#bin/launch/registries.ts';
import { settings as readSettings, type Settings } from '#bin/launch/settings.ts';
import type { DemoWorld } from '#examples/demo-world/world.ts';
import { freeBasePort } from '../free-port.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { ClusterNode } from './node.ts';

/** Two brokers and two consoles on one PostgreSQL, each pair behind one address; one backend, one identity provider. */
export interface Cluster {
  readonly settings: Settings;
  readonly world: DemoWorld;
  readonly postgres: PostgresServer;
  readonly brokers: readonly [ClusterNode, ClusterNode];
  readonly consoles: readonly ClusterNode[];
  readonly accounts: ClusterNode;
  /** The addresses of single nodes, past the balancers. */
  readonly ports: { readonly brokers: readonly [number, number]; readonly consoles: readonly number[] };
  readonly balancers: { readonly broker: Balancer; readonly console: Balancer };
  stop(): Promise<void>;
}

const CONSOLE_DATABASE = 'console';

async function createConsoleDatabase(server: string): Promise<string> {
  const sql = postgres(server, { max: 1 });
  await sql`create database ${sql(CONSOLE_DATABASE)}`;
  await sql.end();
  const url = new URL(server);
  url.pathname = `/${CONSOLE_DATABASE}`;
  return url.href;
}

/** What one system takes, and two addresses more of each pair. */
const PORTS = 10;

export async function startCluster(more: { consoles?: boolean } = {}): Promise<Cluster> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const server = await startPostgres({ durable: true });
    endings.push(server.stop);
    const data = await mkdtemp(join(tmpdir(), 'countersign-cluster-'));
    endings.push(() => rm(data, { recursive: true, force: true }));
    const base = await freeBasePort(PORTS);
    const settings = readSettings(
      { root: resolve('.'), dev: false },
      { COUNTERSIGN_BASE_PORT: String(base), COUNTERSIGN_DATA: data },
    );
    await certificates(data, certificateNames, new Date());
    const secrets = readSecrets(data);
    const keys = await Promise.all(
      clientsWithKeys.map(async (id) => [id, publicJwk(await clientKey(data, id))] as const),
    );
    const world = writeRegistries(settings, secrets, Object.fromEntries(keys));
    const consoleUrl = await createConsoleDatabase(server.url);

    const given = {
      ...process.env,
      DATABASE_URL: server.url,
      BROKER_RATE_LIMIT: '1000000',
      // Races renew one sign-in as fast as they can.
      BROKER_DETECT_REFRESH_STORM: 'off',
      LOG_LEVEL: 'warn',
    };
    const own = trusting(data);
    const dist = (name: string) => ['--enable-source-maps', join('dist', `${name}.js`)];
    const node = (program: ConstructorParameters<typeof ClusterNode>[0]) => {
      const made = new ClusterNode(program);
      endings.push(() => made.stop());
      return made;
    };
    const identityProvider = node({
      name: 'identity-provider',
      command: dist('identity-provider'),
      environment: identityProviderEnvironment(settings, given),
      isHealthy: () =>
        answersWell(`${settings.identityProvider}/support/.well-known/openid-configuration`, own),
    });
    const broker = (name: string, port: number) =>
      node({
        name,
        command: dist('broker'),
        environment: { ...brokerEnvironment(settings, secrets, given), BROKER_PORT: String(port) },
        isHealthy: () => answersWell(`https://localhost:${port}/readyz`, own),
      });
    const consoleNode = (name: string, port: number) =>
      node({
        name,
        command: [
          'node_modules/next/dist/bin/next',
          'start',
          '--hostname',
          'localhost',
          '--port',
          String(port),
        ],
        environment: consoleEnvironment(settings, secrets, consoleUrl, given),
        isHealthy: () => answers(`http://localhost:${port}/api/health`, own),
      });
    const accounts = node({
      name: 'accounts-api',
      command: dist('accounts-api'),
      environment: accountsEnvironment(settings, secrets, given),
      isHealthy: () => answersWell(`${settings.accountsApi}/.well-known/oauth-protected-resource`, own),
    });
    const ports = { brokers: [base + 6, base + 7], consoles: [base + 8, base + 9] } as const;
    const brokers = [broker('broker A', ports.brokers[0]), broker('broker B', ports.brokers[1])] as const;
    const consoles =
      more.consoles === false
        ? []
        : [consoleNode('console A', ports.consoles[0]), consoleNode('console B', ports.consoles[1])];

    const balancers = {
      broker: await startBalancer(settings.ports.broker, ports.brokers),
      console: await startBalancer(settings.ports.console, ports.consoles),
    };
    endings.push(balancers.broker.close, balancers.console.close);
    await identityProvider.startHealthy();
    await Promise.all(brokers.map((one) => one.startHealthy()));
    await Promise.all([accounts, ...consoles].map((one) => one.startHealthy()));
    return { settings, world, postgres: server, brokers, consoles, accounts, ports, balancers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
