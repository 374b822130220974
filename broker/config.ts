import { ConfigurationError, refuseUnusable } from './config/configuration-error.ts';
import type { Detection } from './config/detection.ts';
import { type DomainsConfig, readDomains } from './config/domains.ts';
import { environment } from './config/environment.ts';
import { type MailSettings, mailSettings } from './config/mail.ts';
import { type PasskeySettings, passkeySettings } from './config/passkeys.ts';

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

export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) return refuseUnusable('The environment', parsed.error);
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
    domains: readDomains(e.BROKER_DOMAINS, e.COUNTERSIGN_ENV === 'demo'),
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
