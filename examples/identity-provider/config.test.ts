import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demoWorld } from '../demo-world/world.ts';
import { ConfigurationError, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'identity-provider-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const world = demoWorld({
  identityProviderUrl: 'http://localhost:3003',
  consoleUrl: 'http://localhost:3000',
  accountsPagesUrl: 'http://localhost:3005',
});

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const right = {
  IDP_URL: 'http://localhost:3003',
  IDP_PORT: '3003',
  IDP_PEOPLE: written('people.json', world.identityProviderPeople),
  IDP_CLIENTS: written('clients.json', world.identityProviderClients),
  IDP_DATA: folder,
};

describe('the configuration of the identity provider', () => {
  it('takes what the demo world writes', () => {
    expect(readConfig(right)).toMatchObject({ url: 'http://localhost:3003', port: 3003, dataFolder: folder });
  });

  it.each([
    ['no address', { ...right, IDP_URL: undefined }, 'IDP_URL'],
    ['an address with a path', { ...right, IDP_URL: 'http://localhost:3003/' }, 'without a path'],
    ['a port that is none', { ...right, IDP_PORT: '99999' }, 'IDP_PORT'],
    ['people that are not there', { ...right, IDP_PEOPLE: join(folder, 'none.json') }, 'cannot be read'],
    ['people that are not JSON', { ...right, IDP_PEOPLE: written('broken.json', '{') }, 'cannot be read'],
    [
      'a missing domain',
      { ...right, IDP_CLIENTS: written('two.json', { support: [], admin: [] }) },
      'customer',
    ],
    ['a run in production', { ...right, COUNTERSIGN_ENV: 'production' }, 'does not start in production'],
  ])('refuses %s with a sentence', (_what, environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(ConfigurationError);
    expect(() => readConfig(environment)).toThrow(sentence);
  });
});
