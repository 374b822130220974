import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { accounts, doorClient, doors } from './clients.ts';
import { keyPath, type Secrets } from './keys.ts';
import { registryPath } from './registries.ts';
import type { Settings } from './settings.ts';

/** Of the launcher's own environment a program gets these, and of the rest only what is its business. */
const passedOn = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LANG',
  'LC_ALL',
  'TZ',
  'LOG_LEVEL',
  'CI',
];

type Environment = NodeJS.ProcessEnv;

function base(given: Environment, prefixes: readonly string[], dev: boolean): Environment {
  const wanted = (name: string) =>
    passedOn.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
  return {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => wanted(name))),
    NODE_ENV: dev ? 'development' : 'production',
    COUNTERSIGN_ENV: 'demo',
  };
}

const tls = (data: string, name: string) => join(data, 'tls', name);

export const mailFolder = (data: string): string => join(data, 'mail');

/** Without a mail server what would be mailed is found in a folder. */
function mail(
  { data, console }: Pick<Settings, 'data' | 'console'>,
  given: Environment,
): Record<string, string> {
  return {
    BROKER_MAIL_URL: given.BROKER_MAIL_URL ?? pathToFileURL(mailFolder(data)).href,
    BROKER_MAIL_FROM: given.BROKER_MAIL_FROM ?? 'countersign@northwind.example.com',
    BROKER_CONSOLE_URL: given.BROKER_CONSOLE_URL ?? console,
  };
}

export function brokerEnvironment(settings: Settings, secrets: Secrets, given: Environment): Environment {
  const { data, broker, ports, root } = settings;
  return {
    ...base(given, ['BROKER_', 'DATABASE_', 'OTEL_', 'SMTP_'], settings.dev),
    BROKER_POLICIES: join(root, 'policies'),
    BROKER_POLICY_DEVELOPMENT: given.BROKER_POLICY_DEVELOPMENT ?? 'true',
    BROKER_ISSUER: broker,
    BROKER_PORT: String(ports.broker),
    BROKER_TLS_CERT: tls(data, 'broker.crt'),
    BROKER_TLS_KEY: tls(data, 'broker.key'),
    BROKER_TLS_CA: tls(data, 'ca.crt'),
    BROKER_DATA: join(data, 'broker'),
    BROKER_DOMAINS: registryPath(data, 'domains'),
    BROKER_CLIENTS: registryPath(data, 'clients'),
    BROKER_DIRECTORY: registryPath(data, 'directory'),
    BROKER_PASSKEY_RP_ID: given.BROKER_PASSKEY_RP_ID ?? new URL(settings.console).hostname,
    BROKER_PASSKEY_ORIGINS: given.BROKER_PASSKEY_ORIGINS ?? settings.console,
    ...mail(settings, given),
    COUNTERSIGN_MASTER_KEY: secrets.brokerMasterKey,
  };
}

export function consoleEnvironment(
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
  given: Environment,
): Environment {
  const { data } = settings;
  const perDoor = doors.map((door) => {
    const prefix = door.toUpperCase();
    const name = doorClient(door);
    return {
      [`AUTH_SECRET_${prefix}`]: secrets.authSecrets[door],
      [`${prefix}_ISSUER`]: `${settings.identityProvider}/${door}`,
      [`${prefix}_CLIENT_ID`]: name,
      [`${prefix}_CLIENT_SECRET`]: secrets.signInSecrets[door],
      [`${prefix}_BROKER_CLIENT_ID`]: name,
      [`${prefix}_BROKER_KEY`]: keyPath(data, name),
      [`${prefix}_TLS_CERT`]: tls(data, `${name}.crt`),
      [`${prefix}_TLS_KEY`]: tls(data, `${name}.key`),
    };
  });
  return {
    ...base(given, ['CONSOLE_', 'OTEL_', 'NEXT_TELEMETRY'], settings.dev),
    NEXT_TELEMETRY_DISABLED: '1',
    CONSOLE_URL: settings.console,
    CONSOLE_DATABASE_URL: databaseUrl,
    CONSOLE_MASTER_KEY: secrets.consoleMasterKey,
    BROKER_URL: settings.broker,
    BROKER_CA: tls(data, 'ca.crt'),
    CONSOLE_CUSTOMER_PAGES: JSON.stringify({ [settings.accountsApi]: `${settings.accountsPages}/me` }),
    ...Object.assign({}, ...perDoor),
  };
}

export function identityProviderEnvironment(settings: Settings, given: Environment): Environment {
  const { data, identityProvider, ports } = settings;
  return {
    ...base(given, ['IDP_'], settings.dev),
    IDP_URL: identityProvider,
    IDP_PORT: String(ports['identity-provider']),
    IDP_PEOPLE: registryPath(data, 'people'),
    IDP_CLIENTS: registryPath(data, 'identity-provider-clients'),
    IDP_DATA: join(data, 'identity-provider'),
  };
}

export function accountsEnvironment(settings: Settings, secrets: Secrets, given: Environment): Environment {
  const { data, accountsApi, accountsPages, identityProvider, ports } = settings;
  return {
    ...base(given, ['ACCOUNTS_', 'OTEL_'], settings.dev),
    ACCOUNTS_URL: accountsApi,
    ACCOUNTS_PORT: String(ports['accounts-api']),
    ACCOUNTS_TLS_CERT: tls(data, 'accounts-api.crt'),
    ACCOUNTS_TLS_KEY: tls(data, 'accounts-api.key'),
    ACCOUNTS_TLS_CA: tls(data, 'ca.crt'),
    ACCOUNTS_DATA: join(data, 'accounts'),
    ACCOUNTS_SEED: registryPath(data, 'accounts-seed'),
    ACCOUNTS_BROKER_CLIENT_ID: accounts,
    ACCOUNTS_PAGES_URL: accountsPages,
    ACCOUNTS_PAGES_PORT: String(ports['accounts-pages']),
    ACCOUNTS_SIGN_IN_ISSUER: `${identityProvider}/customer`,
    ACCOUNTS_SIGN_IN_CLIENT_ID: 'accounts-api',
    ACCOUNTS_SIGN_IN_CLIENT_SECRET: secrets.signInSecrets.accounts,
    BROKER_URL: settings.broker,
  };
}
