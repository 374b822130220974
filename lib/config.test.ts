import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';

const door = (word: string) => ({
  [`AUTH_SECRET_${word}`]: word.padEnd(40, 'x'),
  [`${word}_ISSUER`]: `http://localhost:3003/${word.toLowerCase()}`,
  [`${word}_CLIENT_ID`]: 'console',
  [`${word}_CLIENT_SECRET`]: 'secret',
  [`${word}_BROKER_CLIENT_ID`]: `console-${word.toLowerCase()}`,
  [`${word}_BROKER_KEY`]: 'key.jwk',
  [`${word}_TLS_CERT`]: 'a.crt',
  [`${word}_TLS_KEY`]: 'a.key',
});

const environment: Record<string, string> = {
  CONSOLE_URL: 'http://localhost:3000',
  CONSOLE_DATABASE_URL: 'postgres://postgres@localhost:3004/postgres',
  CONSOLE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  BROKER_URL: 'https://localhost:3001',
  BROKER_CA: 'ca.crt',
  ...door('SUPPORT'),
  ...door('ADMIN'),
  ...door('CUSTOMER'),
};

describe('the console’s configuration', () => {
  it('is read for three doors', () => {
    const config = parseConfig(environment);
    expect(config.doors.admin.brokerClientId).toBe('console-admin');
    expect(config.doors.customer.authSecret).not.toBe(config.doors.support.authSecret);
  });

  it('gives the embedded database one connection and a real one ten', () => {
    expect(parseConfig(environment).database.connections).toBe(1);
    const CONSOLE_DATABASE_URL = 'postgres://console:password@db.internal/console';
    expect(parseConfig({ ...environment, CONSOLE_DATABASE_URL }).database.connections).toBe(10);
  });

  it('is refused by name when something is missing', () => {
    const { ADMIN_BROKER_KEY: _, ...rest } = environment;
    expect(() => parseConfig(rest)).toThrow('ADMIN_BROKER_KEY is not set');
  });

  it('is refused when two doors share a secret', () => {
    const shared = { ...environment, AUTH_SECRET_ADMIN: environment.AUTH_SECRET_SUPPORT ?? '' };
    expect(() => parseConfig(shared)).toThrow('AUTH_SECRET of its own');
  });

  it('is refused with a short master key or a broker without TLS', () => {
    expect(() => parseConfig({ ...environment, CONSOLE_MASTER_KEY: 'c2hvcnQ=' })).toThrow(
      'CONSOLE_MASTER_KEY',
    );
    expect(() => parseConfig({ ...environment, BROKER_URL: 'http://localhost:3001' })).toThrow('BROKER_URL');
  });
});
