import { randomBytes } from 'node:crypto';
import type { Config } from '#broker/config.ts';
import { demoWorld } from '#examples/demo-world/world.ts';

export const ISSUER = 'https://localhost:3001';
export const RESOURCE = 'https://localhost:3002';

/** The demo's people and accounts, as tests of the broker know them. */
export const world = demoWorld({
  identityProviderUrl: 'http://localhost:3003',
  consoleUrl: 'http://localhost:3000',
  accountsPagesUrl: 'http://localhost:3005',
});

const domainOf = (name: string) => ({
  issuer: `http://localhost:3003/${name}`,
  algs: ['ES256' as const],
  groupsClaim: 'groups',
  audiences: {},
});

/** A broker's configuration with the demo's domains and policy, and a master key of its own. */
export function testConfig(more: Partial<Config> = {}): Config {
  return {
    environment: 'demo',
    issuer: ISSUER,
    port: 3001,
    tls: { cert: '', key: '', ca: '', requireClientCertificate: false },
    database: { url: undefined, ownerUrl: undefined, folder: '' },
    masterKey: randomBytes(32),
    otherMasterKeys: [],
    policies: { folder: 'policies', development: false },
    domains: { support: domainOf('support'), admin: domainOf('admin'), customer: domainOf('customer') },
    clientsFile: 'test/no-clients.json',
    directoryFile: undefined,
    rateLimitPerMinute: 1200,
    trustedProxies: [],
    credentialDays: 365,
    decisionDays: 400,
    passkeys: { rpId: 'localhost', origins: ['http://localhost:3000'] },
    logLevel: 'silent',
    ...more,
  };
}
