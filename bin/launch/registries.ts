import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { type DemoWorld, demoWorld } from '#examples/demo-world/world.ts';
import { SIGNING_ALGORITHMS } from '#examples/identity-provider/domains.ts';
import { doorClient, doors, probe, registeredClients } from './clients.ts';
import type { Secrets } from './keys.ts';
import { writePrivateJson } from './private-file.ts';
import type { Settings } from './settings.ts';

export type Registry =
  | 'domains'
  | 'clients'
  | 'directory'
  | 'people'
  | 'identity-provider-clients'
  | 'accounts-seed';

export function registryPath(data: string, registry: Registry): string {
  return join(data, 'registry', `${registry}.json`);
}

/** What the programs know of each other and of the demo people, written anew at each start: it follows the ports. */
export function writeRegistries(
  settings: Settings,
  secrets: Secrets,
  publicKeys: Readonly<Record<string, JWK>>,
  signedBy: typeof SIGNING_ALGORITHMS = SIGNING_ALGORITHMS,
): DemoWorld {
  const world = demoWorld({
    identityProviderUrl: settings.identityProvider,
    consoleUrl: settings.console,
    accountsPagesUrl: settings.accountsPages,
    clientSecrets: {
      'console-support': secrets.signInSecrets.support,
      'console-admin': secrets.signInSecrets.admin,
      'console-customer': secrets.signInSecrets.customer,
      'accounts-api': secrets.signInSecrets.accounts,
    },
  });
  const files: Record<Registry, unknown> = {
    domains: trustedDomains(settings.identityProvider, world, signedBy),
    clients: registeredClients(publicKeys, settings.accountsApi),
    directory: world.directory,
    people: world.identityProviderPeople,
    'identity-provider-clients': world.identityProviderClients,
    'accounts-seed': world.accountsSeed,
  };
  mkdirSync(join(settings.data, 'registry'), { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(files) as [Registry, unknown][]) {
    writePrivateJson(registryPath(settings.data, name), content);
  }
  return world;
}

function trustedDomains(identityProvider: string, world: DemoWorld, signedBy: typeof SIGNING_ALGORITHMS) {
  return {
    domains: Object.fromEntries(
      doors.map((domain) => [
        domain,
        {
          issuer: `${identityProvider}/${domain}`,
          algs: [signedBy[domain]],
          personClaim: 'employee_id',
          groupsClaim: 'groups',
          audiences: {
            [doorClient(domain)]: [doorClient(domain)],
            [probe]: [world.signIn[domain].client_id],
          },
        },
      ]),
    ),
  };
}
