import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { detectionByDefault, readConfig } from './config.ts';

const complete = {
  BROKER_ISSUER: 'https://broker.example',
  BROKER_PORT: '8443',
  BROKER_TLS_CERT: 'crt',
  BROKER_TLS_KEY: 'key',
  BROKER_TLS_CA: 'ca',
  COUNTERSIGN_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  BROKER_DOMAINS: '/nowhere/domains.json',
  BROKER_CLIENTS: '/nowhere/clients.json',
};

it("policy that nobody signed is never activated in production, which is the environment unless it says 'demo'", () => {
  const env = { ...complete, BROKER_POLICY_DEVELOPMENT: 'true' };
  expect(() => readConfig(env)).toThrow('BROKER_POLICY_DEVELOPMENT');
  expect(() => readConfig({ ...env, COUNTERSIGN_ENV: 'demo' })).toThrow('BROKER_DOMAINS');
  expect(() => readConfig(complete)).toThrow('BROKER_DOMAINS');
});

it('passkeys are for one relying party, on pages of its own, and of the kinds that are named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(folder, 'domains.json');
  const domain = (issuer: string) => ({ issuer, algs: ['ES256'], audiences: {} });
  const [support, admin, customer] = ['a', 'b', 'c'].map((one) => domain(`https://${one}.example`));
  writeFileSync(file, JSON.stringify({ domains: { support, admin, customer } }));
  const passkeys = (rpId: string, origins: string, aaguids = '') =>
    readConfig({
      ...complete,
      BROKER_DOMAINS: file,
      ...(rpId === '' ? {} : { BROKER_PASSKEY_RP_ID: rpId }),
      BROKER_PASSKEY_ORIGINS: origins,
      BROKER_PASSKEY_AAGUIDS: aaguids,
    }).passkeys;
  const aaguid = 'EA9B8D66-4d01-1d21-3ce4-b6b48cb575d4';
  try {
    expect(passkeys('', '')).toBeUndefined();
    expect(passkeys('localhost', 'http://localhost:3000')).toEqual({
      rpId: 'localhost',
      origins: ['http://localhost:3000'],
    });
    expect(passkeys('desk.example', 'https://desk.example, https://admin.desk.example', aaguid)).toEqual({
      rpId: 'desk.example',
      origins: ['https://desk.example', 'https://admin.desk.example'],
      aaguids: [aaguid.toLowerCase()],
    });
    for (const [rpId, origins] of [
      ['desk.example', ''],
      ['', 'https://desk.example'],
      ['desk.example', 'http://desk.example'],
      ['desk.example', 'https://desk.example/'],
      ['desk.example', 'https://otherdesk.example'],
      ['desk.example', 'desk.example'],
    ] as const)
      expect(() => passkeys(rpId, origins)).toThrow('BROKER_PASSKEY_ORIGINS');
    expect(() => passkeys('desk.example', 'https://desk.example', 'any')).toThrow('BROKER_PASSKEY_AAGUIDS');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('what ends a sign-in by itself is on unless it is switched off', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(folder, 'domains.json');
  const domain = (issuer: string) => ({ issuer, algs: ['ES256'], audiences: {} });
  const domains = {
    support: domain('https://support.example'),
    admin: domain('https://admin.example'),
    customer: domain('https://customer.example'),
  };
  writeFileSync(file, JSON.stringify({ domains }));
  const detection = (more: Record<string, string>) =>
    readConfig({ ...complete, BROKER_DOMAINS: file, ...more }).detection;
  try {
    expect(detection({})).toEqual(detectionByDefault);
    expect(
      detection({
        BROKER_DETECT_REFRESH_STORM: 'off',
        BROKER_DETECT_OTHER_KEY: 'ignore',
        BROKER_DETECT_OTHER_NETWORK: 'ignore',
      }),
    ).toEqual({ refreshStorm: 'off', otherKey: 'ignore', otherNetwork: 'ignore' });
    expect(detection({ BROKER_DETECT_REFRESH_STORM: '3/20' })?.refreshStorm).toEqual({
      rotations: 3,
      seconds: 20,
    });
    for (const wrong of ['0/60', '10', '10/0', 'on', ''])
      expect(() => detection({ BROKER_DETECT_REFRESH_STORM: wrong })).toThrow('BROKER_DETECT_REFRESH_STORM');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
