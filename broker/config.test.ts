import { expect, it } from 'vitest';
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

it("policy that nobody signed is never activated in production, which is the environment unless it says 'demo'", () => {
  const env = { ...complete, BROKER_POLICY_DEVELOPMENT: 'true' };
  expect(() => readConfig(env)).toThrow('BROKER_POLICY_DEVELOPMENT');
  expect(() => readConfig({ ...env, COUNTERSIGN_ENV: 'demo' })).toThrow('BROKER_DOMAINS');
  expect(() => readConfig(complete)).toThrow('BROKER_DOMAINS');
});
