import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { detectionByDefault } from './config/detection.ts';
import { readConfig } from './config.ts';

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

const usable = { folder: '', file: '' };
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const domain = (name: string) => ({ issuer: `https://${name}.example`, algs: ['ES256'], audiences: {} });
  const domains = { support: domain('support'), admin: domain('admin'), customer: domain('customer') };
  Object.assign(usable, { folder, file: join(folder, 'domains.json') });
  writeFileSync(usable.file, JSON.stringify({ domains }));
});
afterAll(() => rmSync(usable.folder, { recursive: true }));

it("policy that nobody signed is never activated in production, which is the environment unless it says 'demo'", () => {
  const env = { ...complete, BROKER_POLICY_DEVELOPMENT: 'true' };
  expect(() => readConfig(env)).toThrow('BROKER_POLICY_DEVELOPMENT');
  expect(() => readConfig({ ...env, COUNTERSIGN_ENV: 'demo' })).toThrow('BROKER_DOMAINS');
  expect(() => readConfig(complete)).toThrow('BROKER_DOMAINS');
});

it('passkeys are for one relying party, on pages of its own, and of the kinds that are named', () => {
  const passkeys = (rpId: string, origins: string, aaguids = '') =>
    readConfig({
      ...complete,
      BROKER_DOMAINS: usable.file,
      ...(rpId === '' ? {} : { BROKER_PASSKEY_RP_ID: rpId }),
      BROKER_PASSKEY_ORIGINS: origins,
      BROKER_PASSKEY_AAGUIDS: aaguids,
    }).passkeys;
  const aaguid = 'EA9B8D66-4d01-1d21-3ce4-b6b48cb575d4';
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
});

it('mail may go to a folder for trying out, and not in production', () => {
  const env = {
    ...complete,
    BROKER_MAIL_URL: 'file:///var/lib/countersign/mail',
    BROKER_MAIL_FROM: 'desk@northwind.example',
    BROKER_CONSOLE_URL: 'https://desk.example',
    BROKER_DOMAINS: usable.file,
  };
  expect(readConfig({ ...env, COUNTERSIGN_ENV: 'demo' }).mail?.url).toBe(env.BROKER_MAIL_URL);
  expect(() => readConfig({ ...env, COUNTERSIGN_ENV: 'production' })).toThrow('names a folder');
  expect(() => readConfig({ ...env, BROKER_MAIL_URL: 'file://elsewhere/mail' })).toThrow('file:///');
});

it('mail needs a server, a sender and where it leads to, all three', () => {
  const mail = { BROKER_MAIL_URL: 'smtps://mail.example:465', BROKER_MAIL_FROM: 'desk@northwind.example' };
  for (const env of [
    mail,
    { ...mail, BROKER_MAIL_URL: undefined, BROKER_CONSOLE_URL: 'https://desk.example' },
  ])
    expect(() => readConfig({ ...complete, ...env, BROKER_DOMAINS: usable.file })).toThrow('BROKER_MAIL_URL');
  expect(() => readConfig({ ...complete, BROKER_MAIL_URL: 'https://mail.example' })).toThrow('smtps://');
  const env = {
    ...complete,
    ...mail,
    BROKER_CONSOLE_URL: 'https://{door}.desk.example',
    BROKER_DOMAINS: usable.file,
  };
  expect(readConfig(env).mail?.consoleUrl).toBe('https://{door}.desk.example');
});

it('what ends a sign-in by itself is on unless it is switched off', () => {
  const detection = (more: Record<string, string>) =>
    readConfig({ ...complete, BROKER_DOMAINS: usable.file, ...more }).detection;
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
});

it('decisions are kept for more than the thirty days of a replay, and for 400 days where nothing is said', () => {
  const days = (given?: string) =>
    readConfig({
      ...complete,
      BROKER_DOMAINS: usable.file,
      ...(given === undefined ? {} : { BROKER_DECISION_DAYS: given }),
    }).decisionDays;
  expect([days(), days('31'), days('3650')]).toEqual([400, 31, 3650]);
  for (const wrong of ['30', '0', 'never', '31.5']) expect(() => days(wrong)).toThrow('BROKER_DECISION_DAYS');
});
