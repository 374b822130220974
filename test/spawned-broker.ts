import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { answersWell, trusting } from '#bin/launch/answers.ts';
import { type BrokerAccess, brokerAccess } from '#bin/launch/broker-access.ts';
import { certificates } from '#bin/launch/certificates.ts';
import { certificateNames, clientsWithKeys } from '#bin/launch/clients.ts';
import { brokerEnvironment } from '#bin/launch/environments.ts';
import { clientKey, publicJwk, secrets } from '#bin/launch/keys.ts';
import { writeRegistries } from '#bin/launch/registries.ts';
import { settings as readSettings, type Settings } from '#bin/launch/settings.ts';
import type { DemoWorld } from '#examples/demo-world/world.ts';
import { freePort } from './free-port.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface BrokerHome {
  settings: Settings;
  world: DemoWorld;
  access: BrokerAccess;
  environment: Record<string, string | undefined>;
}

export interface SpawnedBroker {
  child: ChildProcess;
  /** Everything it has said. */
  said(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** All that a broker of the demo needs in this folder, as the launcher makes it. */
export async function brokerHome(data: string): Promise<BrokerHome> {
  const environment = { COUNTERSIGN_BASE_PORT: String((await freePort()) - 1), COUNTERSIGN_DATA: data };
  const settings = readSettings({ root, dev: false }, environment);
  await certificates(data, certificateNames, new Date());
  const keys = clientsWithKeys.map(async (id) => [id, publicJwk(await clientKey(data, id))] as const);
  const world = writeRegistries(settings, secrets(data), Object.fromEntries(await Promise.all(keys)));
  // A DATABASE_URL of whoever runs the tests is not for this one.
  const own = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test' as const };
  return {
    settings,
    world,
    access: await brokerAccess(settings, world),
    environment: brokerEnvironment(settings, secrets(data), own),
  };
}

/** The broker as a process of its own, from source. */
export function spawnBroker({ environment }: BrokerHome, more: Record<string, string> = {}): SpawnedBroker {
  const child = spawn(process.execPath, ['--import', 'tsx', 'broker/main.ts'], {
    cwd: root,
    env: { ...environment, ...more, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  return {
    child,
    said: () => said,
    exited: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal }))),
  };
}

export async function startBroker(home: BrokerHome): Promise<SpawnedBroker> {
  const broker = spawnBroker(home);
  const dispatcher = trusting(home.settings.data);
  const url = `${home.settings.broker}/readyz`;
  for (let tries = 0; !(await answersWell(url, dispatcher)); tries++) {
    if (broker.child.exitCode !== null || tries > 600) throw new Error(`No broker: ${broker.said()}`);
    await delay(100);
  }
  return broker;
}
