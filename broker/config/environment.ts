import { isIP } from 'node:net';
import { z } from 'zod';
import { refreshStorm } from './detection.ts';

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

/** What the broker reads of its environment, each variable by itself. */
export const environment = z.object({
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

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address);
  const bits =
    prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
  return family !== 0 && bits && more.length === 0;
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && !/[?#]/.test(text) && !text.endsWith('/');
}
