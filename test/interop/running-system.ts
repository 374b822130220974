import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Agent, fetch as undiciFetch } from 'undici';
import { answersWell, trusting } from '#bin/launch/answers.ts';
import { certificates } from '#bin/launch/certificates.ts';
import { certificateNames, clientsWithKeys } from '#bin/launch/clients.ts';
import { demoDelegations } from '#bin/launch/demo-delegations.ts';
import { demoFilePath, writeDemoFile } from '#bin/launch/demo-file.ts';
import {
  accountsEnvironment,
  brokerEnvironment,
  identityProviderEnvironment,
} from '#bin/launch/environments.ts';
import { clientKey, publicJwk, secrets as readSecrets } from '#bin/launch/keys.ts';
import { writeRegistries } from '#bin/launch/registries.ts';
import { settings as readSettings } from '#bin/launch/settings.ts';
import { readConfig as readAccountsConfig } from '#examples/accounts-api/config.ts';
import { startAccountsApi } from '#examples/accounts-api/server.ts';
import { signInAt } from '#examples/demo-world/code-flow.ts';
import type { DemoPerson, DemoWorld } from '#examples/demo-world/world.ts';
import { readConfig as readProviderConfig } from '#examples/identity-provider/config.ts';
import { startIdentityProvider } from '#examples/identity-provider/server.ts';
import { ClusterNode } from '../cluster/node.ts';
import { freeBasePort } from '../free-port.ts';

/** The part of demo.json that outside clients of these tests read. */
export interface DemoFile {
  broker: string;
  accountsApi: string;
  ca: string;
  clients: {
    probe: {
      client_id: string;
      privateKeyJwk: Record<'kty' | 'crv' | 'x' | 'y' | 'd' | 'kid' | 'alg', string>;
    };
    probeTls: { client_id: string; certificate: string; key: string };
  };
  delegations: { pending: string; granted: string };
}

export interface RunningSystem {
  demo: DemoFile;
  /** Where demo.json and the certificates are. */
  data: string;
  world: DemoWorld;
  person(domain: DemoPerson['domain'], login: string): DemoPerson;
  /** By the code flow with the public PKCE client of that domain. */
  idToken(domain: DemoPerson['domain'], login: string): Promise<string>;
  certificateOf(name: string): { cert: string; key: string };
  /** `fetch` over TLS that trusts the demo's authority; `name`: whose certificate it shows. */
  fetchAs(name?: string): (url: string, init?: object) => Promise<Response>;
  stop(): Promise<void>;
}

const PORTS = 6;

/** All of `npm start` but the console, from source: the broker as a process of its own, over TLS, on PGlite. */
export async function startSystem(more: Record<string, string> = {}): Promise<RunningSystem> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const data = await mkdtemp(join(tmpdir(), 'countersign-interop-'));
    endings.push(() => rm(data, { recursive: true, force: true }));
    const base = await freeBasePort(PORTS);
    const settings = readSettings(
      { root: resolve('.'), dev: false },
      { COUNTERSIGN_BASE_PORT: String(base), COUNTERSIGN_DATA: data },
    );
    await certificates(data, certificateNames, new Date());
    const secrets = readSecrets(data);
    const keys = clientsWithKeys.map(async (id) => [id, publicJwk(await clientKey(data, id))] as const);
    const world = writeRegistries(settings, secrets, Object.fromEntries(await Promise.all(keys)));
    // A DATABASE_URL of whoever runs the tests is not for this one.
    const own = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test' as const };

    const provider = await startIdentityProvider(
      readProviderConfig(identityProviderEnvironment(settings, own)),
    );
    endings.push(() => provider.close());
    const broker = new ClusterNode({
      name: 'broker',
      command: ['--import', 'tsx', 'broker/main.ts'],
      environment: { ...brokerEnvironment(settings, secrets, own), ...more },
      isHealthy: () => answersWell(`${settings.broker}/readyz`, trusting(data)),
    });
    endings.push(() => broker.stop());
    await broker.startHealthy();
    const accounts = await startAccountsApi(readAccountsConfig(accountsEnvironment(settings, secrets, own)));
    endings.push(() => accounts.close());
    writeDemoFile(settings, world, await demoDelegations(settings, world));
    const demo: DemoFile = JSON.parse(readFileSync(demoFilePath(data), 'utf8'));

    const pem = (name: string) => readFileSync(join(data, 'tls', name), 'utf8');
    const certificateOf = (name: string) => ({ cert: pem(`${name}.crt`), key: pem(`${name}.key`) });
    const person = (domain: DemoPerson['domain'], login: string) => {
      const found = world.people.find((one) => one.domain === domain && one.login === login);
      if (found === undefined) throw new Error(`Nobody is called ${login} in ${domain}.`);
      return found;
    };
    return {
      demo,
      data,
      world,
      person,
      certificateOf,
      async idToken(domain, login) {
        const { iss, password } = person(domain, login);
        const { client_id: clientId, redirect_uri: redirectUri } = world.signIn[domain];
        return (await signInAt({ issuer: iss, clientId, redirectUri, login, password })).idToken;
      },
      fetchAs(name) {
        const own = name === undefined ? {} : certificateOf(name);
        const dispatcher = new Agent({ connect: { ca: demo.ca, ...own } });
        endings.push(() => dispatcher.close());
        return async (url, init) => (await undiciFetch(url, { ...init, dispatcher })) as unknown as Response;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
