import { join } from 'node:path';
import { answers, answersWell, trusting } from './answers.ts';
import { brokerFlags } from './broker-flags.ts';
import {
  accountsEnvironment,
  brokerEnvironment,
  consoleEnvironment,
  identityProviderEnvironment,
} from './environments.ts';
import type { Secrets } from './keys.ts';
import type { Programs } from './programs.ts';
import type { Settings } from './settings.ts';

/** Each waits for those it asks at its own start: the broker for the issuers, the other two for the broker. */
export async function startPrograms(
  programs: Programs,
  settings: Settings,
  secrets: Secrets,
  consoleDatabaseUrl: string,
): Promise<void> {
  const { root, dev, broker, accountsApi, identityProvider, ports } = settings;
  const own = trusting(settings.data);
  const dist = (name: string) => ['--enable-source-maps', join(root, 'dist', `${name}.js`)];
  const next = [join(root, 'node_modules/next/dist/bin/next'), dev ? 'dev' : 'start'];

  await programs.start({
    name: 'identity-provider',
    command: dist('identity-provider'),
    environment: identityProviderEnvironment(settings, process.env),
    isHealthy: () => answersWell(`${identityProvider}/support/.well-known/openid-configuration`, own),
    patienceSeconds: 180,
  });
  await programs.start({
    name: 'broker',
    command: [...brokerFlags, ...dist('broker')],
    environment: brokerEnvironment(settings, secrets, process.env),
    isHealthy: () => answersWell(`${broker}/.well-known/oauth-authorization-server`, own),
    patienceSeconds: 240,
  });
  await Promise.all([
    programs.start({
      name: 'accounts-api',
      command: dist('accounts-api'),
      environment: accountsEnvironment(settings, secrets, process.env),
      isHealthy: () => answersWell(`${accountsApi}/.well-known/oauth-protected-resource`, own),
      patienceSeconds: 180,
    }),
    programs.start({
      name: 'console',
      command: [...next, '--hostname', 'localhost', '--port', String(ports.console)],
      environment: consoleEnvironment(settings, secrets, consoleDatabaseUrl, process.env),
      isHealthy: () => answers(`${settings.console}/api/health`, own),
      patienceSeconds: 240,
    }),
  ]);
}
