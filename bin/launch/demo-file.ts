import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoWorld } from '#examples/demo-world/world.ts';
import { probe, probeTls } from './clients.ts';
import { keyPath } from './keys.ts';
import { writePrivateJson } from './private-file.ts';
import type { Settings } from './settings.ts';

export interface DemoDelegations {
  readonly pending?: string;
  readonly granted?: string;
}

export const demoFilePath = (data: string) => join(data, 'demo.json');

/** Everything that an outside client needs to use the running demo. Private keys stand in it: mode 0600. */
export function writeDemoFile(settings: Settings, world: DemoWorld, delegations: DemoDelegations): void {
  const { data, identityProvider } = settings;
  const text = (path: string) => readFileSync(join(data, path), 'utf8');
  writePrivateJson(demoFilePath(data), {
    console: settings.console,
    broker: settings.broker,
    accountsApi: settings.accountsApi,
    identityProvider: {
      support: `${identityProvider}/support`,
      admin: `${identityProvider}/admin`,
      customer: `${identityProvider}/customer`,
    },
    ca: text('tls/ca.crt'),
    clients: {
      probe: { client_id: probe, privateKeyJwk: JSON.parse(readFileSync(keyPath(data, probe), 'utf8')) },
      probeTls: {
        client_id: probeTls,
        certificate: text('tls/probe-tls.crt'),
        key: text('tls/probe-tls.key'),
      },
    },
    signIn: world.signIn,
    people: world.people,
    backends: [{ resource: settings.accountsApi, actions: accountsActions(settings.root) }],
    delegations,
  });
}

/** The catalogue is policy data, and the file says what the broker reads. */
function accountsActions(root: string): string[] {
  const catalog: unknown = JSON.parse(readFileSync(join(root, 'policies/catalog.json'), 'utf8'));
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && /^accounts:[a-z-]+\.[a-z-]+$/.test(value)) found.add(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === 'object') Object.entries(value).flat().forEach(visit);
  };
  visit(catalog);
  return [...found];
}
