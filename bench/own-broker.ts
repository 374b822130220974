import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersWell, trusting } from '#bin/launch/answers.ts';
import { brokerFlags } from '#bin/launch/broker-flags.ts';
import { certificates } from '#bin/launch/certificates.ts';
import { certificateNames, clientsWithKeys } from '#bin/launch/clients.ts';
import { brokerEnvironment } from '#bin/launch/environments.ts';
import { clientKey, publicJwk, secrets as readSecrets } from '#bin/launch/keys.ts';
import { writePrivateJson } from '#bin/launch/private-file.ts';
import { registryPath, writeRegistries } from '#bin/launch/registries.ts';
import { settings as readSettings, type Settings } from '#bin/launch/settings.ts';
import { type Seals, sealsUnder } from '#broker/seals/seals.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import { freeBasePort } from '#test/free-port.ts';
import { admins, crew, directoryWith, type Pair } from './crew.ts';
import { type Issuers, openIssuers } from './issuers.ts';
import { type Program, startProgram } from './program.ts';
import { type BenchKey, benchKey } from './sign.ts';

export interface Certified {
  ca: string;
  cert: string;
  key: string;
}

export interface OwnBroker {
  settings: Settings;
  pairs: Pair[];
  watchers: DemoPerson[];
  policyOwners: DemoPerson[];
  issuers: Issuers;
  keyOf(client: string): BenchKey;
  /** What its broker seals rows with. */
  seals: Seals;
  certificateOf(name: string): Certified;
  /** The built broker on this database. Every wish is of its ordinary environment; `flags` are Node's. */
  start(databaseUrl: string, wishes?: Record<string, string | undefined>, flags?: string[]): Promise<Program>;
  close(): Promise<void>;
}

/** Every caller is one client here, and ordinary limits are per client. */
export const UNLIMITED = { BROKER_RATE_LIMIT: '1000000000' };

/** Certificates, keys, registries and issuers for one broker in a folder of its own, and the broker when asked for. */
export async function ownBroker(
  root: string,
  people: { pairs: number; watchers?: number; policyOwners?: number },
): Promise<OwnBroker> {
  const data = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const where = { COUNTERSIGN_BASE_PORT: String(await freeBasePort(6)), COUNTERSIGN_DATA: data };
  const settings = readSettings({ root, dev: false }, where);
  await certificates(data, certificateNames, new Date());
  const secrets = readSecrets(data);
  const privateKeys = await Promise.all(
    [...clientsWithKeys, 'issuers'].map(async (id) => [id, await clientKey(data, id)] as const),
  );
  const keys = new Map(privateKeys.map(([id, jwk]) => [id, benchKey(jwk)]));
  const publicKeys = Object.fromEntries(privateKeys.map(([id, jwk]) => [id, publicJwk(jwk)]));
  const signedBy = { support: 'ES256', admin: 'ES256', customer: 'ES256' } as const;
  const world = writeRegistries(settings, secrets, publicKeys, signedBy);
  const pairs = crew(people.pairs, settings.identityProvider);
  const watching = admins('team-leads', people.watchers ?? 0, settings.identityProvider);
  const owning = admins('policy-owners', people.policyOwners ?? 0, settings.identityProvider);
  writePrivateJson(registryPath(data, 'directory'), directoryWith(world, pairs, [...watching, ...owning]));

  const keyOf = (client: string): BenchKey => {
    const key = keys.get(client);
    if (!key) throw new Error(`${client} has no key.`);
    return key;
  };
  const issuers = await openIssuers(settings.identityProvider, keyOf('issuers'));
  const pem = (name: string) => readFileSync(join(data, 'tls', name), 'utf8');
  const own = trusting(data);
  return {
    settings,
    pairs,
    watchers: watching,
    policyOwners: owning,
    issuers,
    keyOf,
    seals: sealsUnder([Buffer.from(secrets.brokerMasterKey, 'base64')]),
    certificateOf: (name) => ({ ca: pem('ca.crt'), cert: pem(`${name}.crt`), key: pem(`${name}.key`) }),
    start: (databaseUrl, wishes = {}, flags = []) =>
      startProgram({
        root,
        command: [...brokerFlags, ...flags, '--enable-source-maps', join(root, 'dist/broker.js')],
        environment: {
          ...brokerEnvironment(settings, secrets, {
            ...process.env,
            LOG_LEVEL: 'error',
            ...wishes,
            DATABASE_URL: databaseUrl,
          }),
          ...wishes,
        },
        isReady: () => answersWell(`${settings.broker}/readyz`, own),
      }),
    async close() {
      await issuers.stop();
      await own.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
