import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const path = z.string().min(1);
const masterKey = z
  .string()
  .trim()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
  .transform((text) => Buffer.from(text, 'base64'));
const listed = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );
const endOrIgnore = z.enum(['end', 'ignore']).default('end');

const environment = z.object({
  COUNTERSIGN_ENV: z.enum(['demo', 'production']).default('production'),
  BROKER_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an https URL without query, fragment or trailing slash'),
  BROKER_MTLS_URL: z
    .string()
    .refine(isIssuer, 'must be an https URL without query, fragment or trailing slash')
    .optional(),
  BROKER_PORT: z.coerce.number().int().min(1).max(65535),
  BROKER_TLS_CERT: path,
  BROKER_TLS_KEY: path,
  BROKER_TLS_CA: path,
  BROKER_REQUIRE_CLIENT_CERTIFICATE: flag,
  BROKER_TRUSTED_PROXIES: listed.refine(
    (entries) => entries.every(isNetwork),
    'must be addresses or networks, separated by commas',
  ),
  BROKER_DECISION_DAYS: z.coerce.number().int().min(31).max(3650).default(400),
  BROKER_CREDENTIAL_DAYS: z.coerce.number().int().min(1).max(3650).default(365),
  DATABASE_URL: z.url().optional(),
  DATABASE_OWNER_URL: z.url().optional(),
  BROKER_DATA: path.default('.countersign/broker'),
  COUNTERSIGN_MASTER_KEY: masterKey,
  COUNTERSIGN_OTHER_MASTER_KEYS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((one) => one.trim() !== ''))
    .pipe(z.array(masterKey)),
  BROKER_POLICIES: path.default('policies'),
  BROKER_DOMAINS: path,
  BROKER_CLIENTS: path,
  BROKER_DIRECTORY: path.optional(),
  BROKER_RATE_LIMIT: z.coerce.number().int().positive().default(1200),
  BROKER_SESSION_IDLE_S: z.coerce.number().int().min(1).max(3600).optional(),
  BROKER_DETECT_REFRESH_STORM: z
    .string()
    .regex(/^(off|[1-9]\d{0,3}\/[1-9]\d{0,4})$/, 'must be off, or rotations/seconds such as 120/60')
    .default('120/60')
    .transform(refreshStorm),
  BROKER_DETECT_OTHER_KEY: endOrIgnore,
  BROKER_DETECT_OTHER_NETWORK: endOrIgnore,
  BROKER_POLICY_DEVELOPMENT: flag,
  BROKER_PASSKEY_RP_ID: z
    .string()
    .regex(/^[a-z0-9.-]+$/, 'must be a host name')
    .optional(),
  BROKER_PASSKEY_ORIGINS: listed,
  BROKER_PASSKEY_AAGUIDS: listed,
  BROKER_MAIL_URL: z
    .string()
    .refine(
      (text) => /^(smtps?:\/\/.|file:\/\/\/.)/.test(text) && URL.canParse(text),
      'must be an smtps:// or smtp:// URL, or file:/// and a folder',
    )
    .optional(),
  BROKER_MAIL_FROM: z.email().optional(),
  BROKER_CONSOLE_URL: z
    .string()
    .refine((text) => URL.canParse(text.replace('{door}', 'door')), "must be the console's URL")
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const domain = z.strictObject({
  issuer: z.url(),
  algs: z.array(z.enum(['ES256', 'PS256', 'Ed25519', 'EdDSA', 'RS256'])).min(1),
  personClaim: z.string().min(1).optional(),
  groupsClaim: z.string().min(1).default('groups'),
  audiences: z.record(z.string(), z.array(z.string().min(1)).min(1)),
});

const domains = z.strictObject({
  domains: z.strictObject({ support: domain, admin: domain, customer: domain }),
});

export type DomainConfig = z.infer<typeof domain>;
export type DomainsConfig = z.infer<typeof domains>['domains'];

/** What ends a sign-in by itself. */
export interface Detection {
  /** More rotations of one family than this within so many seconds. */
  refreshStorm: { rotations: number; seconds: number } | 'off';
  /** The right client shows a token with another key than it is bound to. */
  otherKey: 'end' | 'ignore';
  /** A relay asserts another network than the sign-in began in. */
  otherNetwork: 'end' | 'ignore';
}

/** For whom passkeys are made, where they are used, and of which authenticators they may be. */
export interface PasskeySettings {
  readonly rpId: string;
  readonly origins: readonly string[];
  /** Absent: of any. */
  readonly aaguids?: readonly string[];
}

/** How people are told outside the console. */
export interface MailSettings {
  /** `smtps://user:password@host:465`, or `smtp://` with STARTTLS; `file:///folder` keeps mail there, for trying out. */
  readonly url: string;
  readonly from: string;
  /** The console's address; `{door}` in it stands for `support`, `admin` or `account`. */
  readonly consoleUrl: string;
}

export const detectionByDefault: Detection = {
  refreshStorm: { rotations: 120, seconds: 60 },
  otherKey: 'end',
  otherNetwork: 'end',
};

export interface Config {
  environment: 'demo' | 'production';
  issuer: string;
  /** Where clients that show a certificate come in, when it is another host (RFC 8705 §5). */
  mtlsUrl?: string;
  port: number;
  tls: { cert: string; key: string; ca: string; requireClientCertificate: boolean };
  database: { url: string | undefined; ownerUrl: string | undefined; folder: string };
  masterKey: Buffer;
  /** Open what is sealed under them; a master key is replaced by being one of these first, and last. */
  otherMasterKeys: Buffer[];
  policies: { folder: string; development: boolean };
  domains: DomainsConfig;
  clientsFile: string;
  directoryFile: string | undefined;
  rateLimitPerMinute: number;
  /** Addresses and networks of the proxies that relay their clients' certificates. */
  trustedProxies: string[];
  /** A client's key or certificate that is older is refused. */
  credentialDays: number;
  /** How long what policy was asked and said is kept, so that it can be explained and asked again. */
  decisionDays: number;
  /** After how long without use a session ends. */
  sessionIdleSeconds?: number;
  /** Absent: as by default. */
  detection?: Detection;
  /** Absent: nobody signs with a passkey, and what takes one cannot be signed. */
  passkeys?: PasskeySettings;
  /** Absent: nobody is told but in the console. */
  mail?: MailSettings;
  logLevel: string;
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address);
  const bits =
    prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
  return family !== 0 && bits && more.length === 0;
}

function refreshStorm(text: string): Detection['refreshStorm'] {
  const [rotations, seconds] = text.split('/').map(Number);
  return rotations === undefined || seconds === undefined ? 'off' : { rotations, seconds };
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && !/[?#]/.test(text) && !text.endsWith('/');
}

function refuse(where: string, error: z.ZodError): never {
  const faults = error.issues.map((issue) => `${issue.path.join('.') || where}: ${issue.message}`);
  throw new ConfigurationError(`${where} is not usable. ${faults.join('; ')}.`);
}

function readJson(name: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError(`${name} names ${file}, which cannot be read as JSON.`, { cause });
  }
}

export function parseDomains(value: unknown, demo: boolean): DomainsConfig {
  const parsed = domains.safeParse(value);
  if (!parsed.success) return refuse('BROKER_DOMAINS', parsed.error);
  for (const [name, { issuer }] of Object.entries(parsed.data.domains)) {
    if (!demo && !issuer.startsWith('https://'))
      throw new ConfigurationError(`The ${name} domain's issuer must be https outside the demo.`);
  }
  const issuers = new Set(Object.values(parsed.data.domains).map(({ issuer }) => issuer));
  if (issuers.size !== 3)
    throw new ConfigurationError('The three identity domains need three different issuers.');
  return parsed.data.domains;
}

/** WebAuthn Level 3 §5.1.2: the RP ID is the host of each origin, or a domain that it lies in. */
function passkeySettings(
  rpId: string | undefined,
  origins: readonly string[],
  aaguids: readonly string[],
): PasskeySettings | undefined {
  if (rpId === undefined && origins.length === 0 && aaguids.length === 0) return undefined;
  if (rpId === undefined || origins.length === 0)
    throw new ConfigurationError('BROKER_PASSKEY_RP_ID and BROKER_PASSKEY_ORIGINS go together.');
  const isOrigin = (text: string) => {
    if (!URL.canParse(text) || new URL(text).origin !== text) return false;
    const { hostname, protocol } = new URL(text);
    const secure = protocol === 'https:' || hostname === 'localhost';
    return secure && (hostname === rpId || hostname.endsWith(`.${rpId}`));
  };
  if (!origins.every(isOrigin))
    throw new ConfigurationError(
      'BROKER_PASSKEY_ORIGINS must be https origins (or of localhost) whose host is BROKER_PASSKEY_RP_ID or below it.',
    );
  const known = aaguids.map((one) => one.toLowerCase());
  if (!known.every((one) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one)))
    throw new ConfigurationError('BROKER_PASSKEY_AAGUIDS must be AAGUIDs, separated by commas.');
  return { rpId, origins, ...(known.length === 0 ? {} : { aaguids: known }) };
}

function mailSettings(
  url: string | undefined,
  from: string | undefined,
  consoleUrl: string | undefined,
): MailSettings | undefined {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined || from === undefined || consoleUrl === undefined)
    throw new ConfigurationError('BROKER_MAIL_URL, BROKER_MAIL_FROM and BROKER_CONSOLE_URL go together.');
  return { url, from, consoleUrl };
}

export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) return refuse('The environment', parsed.error);
  const e = parsed.data;
  if (e.COUNTERSIGN_ENV === 'production' && e.BROKER_POLICY_DEVELOPMENT)
    throw new ConfigurationError(
      "BROKER_POLICY_DEVELOPMENT activates policy on nobody's signature, so it does not start in production.",
    );
  const passkeys = passkeySettings(
    e.BROKER_PASSKEY_RP_ID,
    e.BROKER_PASSKEY_ORIGINS,
    e.BROKER_PASSKEY_AAGUIDS,
  );
  const mail = mailSettings(e.BROKER_MAIL_URL, e.BROKER_MAIL_FROM, e.BROKER_CONSOLE_URL);
  if (e.COUNTERSIGN_ENV === 'production' && mail?.url.startsWith('file:'))
    throw new ConfigurationError(
      'BROKER_MAIL_URL names a folder, and nobody would get their mail: in production it is a mail server.',
    );
  return {
    environment: e.COUNTERSIGN_ENV,
    issuer: e.BROKER_ISSUER,
    ...(e.BROKER_MTLS_URL === undefined ? {} : { mtlsUrl: e.BROKER_MTLS_URL }),
    port: e.BROKER_PORT,
    tls: {
      cert: e.BROKER_TLS_CERT,
      key: e.BROKER_TLS_KEY,
      ca: e.BROKER_TLS_CA,
      requireClientCertificate: e.BROKER_REQUIRE_CLIENT_CERTIFICATE,
    },
    database: { url: e.DATABASE_URL, ownerUrl: e.DATABASE_OWNER_URL, folder: e.BROKER_DATA },
    masterKey: e.COUNTERSIGN_MASTER_KEY,
    otherMasterKeys: e.COUNTERSIGN_OTHER_MASTER_KEYS,
    policies: { folder: e.BROKER_POLICIES, development: e.BROKER_POLICY_DEVELOPMENT },
    domains: parseDomains(readJson('BROKER_DOMAINS', e.BROKER_DOMAINS), e.COUNTERSIGN_ENV === 'demo'),
    clientsFile: e.BROKER_CLIENTS,
    directoryFile: e.BROKER_DIRECTORY,
    rateLimitPerMinute: e.BROKER_RATE_LIMIT,
    trustedProxies: e.BROKER_TRUSTED_PROXIES,
    credentialDays: e.BROKER_CREDENTIAL_DAYS,
    decisionDays: e.BROKER_DECISION_DAYS,
    ...(e.BROKER_SESSION_IDLE_S === undefined ? {} : { sessionIdleSeconds: e.BROKER_SESSION_IDLE_S }),
    detection: {
      refreshStorm: e.BROKER_DETECT_REFRESH_STORM,
      otherKey: e.BROKER_DETECT_OTHER_KEY,
      otherNetwork: e.BROKER_DETECT_OTHER_NETWORK,
    },
    ...(passkeys ? { passkeys } : {}),
    ...(mail ? { mail } : {}),
    logLevel: e.LOG_LEVEL,
  };
}
