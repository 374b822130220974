import { readFileSync } from 'node:fs';
import { z } from 'zod';

const origin = (protocol: RegExp) =>
  z
    .url({ protocol })
    .refine((url) => new URL(url).origin === url, 'an origin, without a path or a trailing slash');
const port = z.coerce.number().int().min(1).max(65_535);

const environmentSchema = z.object({
  ACCOUNTS_URL: origin(/^https$/),
  ACCOUNTS_PORT: port,
  ACCOUNTS_TLS_CERT: z.string().min(1),
  ACCOUNTS_TLS_KEY: z.string().min(1),
  ACCOUNTS_TLS_CA: z.string().min(1),
  ACCOUNTS_DATA: z.string().min(1),
  ACCOUNTS_SEED: z.string().min(1).optional(),
  ACCOUNTS_BROKER_CLIENT_ID: z.string().min(1),
  ACCOUNTS_PAGES_URL: origin(/^https?$/),
  ACCOUNTS_PAGES_PORT: port,
  ACCOUNTS_SIGN_IN_ISSUER: z.url({ protocol: /^https?$/ }),
  ACCOUNTS_SIGN_IN_CLIENT_ID: z.string().min(1),
  ACCOUNTS_SIGN_IN_CLIENT_SECRET: z.string().min(1),
  BROKER_URL: z.url({ protocol: /^https$/ }),
});

/** The customers' own way in: an OpenID Connect client of its own, nothing of the broker. */
export interface SignInConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

export interface Config {
  url: string;
  port: number;
  tls: { certificate: string; key: string; authority: string };
  dataFolder: string;
  seedPath: string | undefined;
  broker: { url: string; clientId: string };
  pages: { url: string; port: number };
  signIn: SignInConfig;
}

/** What is wrong with the configuration, in a sentence for whoever starts the program. */
export class ConfigurationError extends Error {}

function readPem(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${variable} names ${path}, which cannot be read: ${String(error)}`);
  }
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigurationError(`The environment is not right: ${faults.join('; ')}`);
  }
  const { data } = parsed;
  return {
    url: data.ACCOUNTS_URL,
    port: data.ACCOUNTS_PORT,
    tls: {
      certificate: readPem('ACCOUNTS_TLS_CERT', data.ACCOUNTS_TLS_CERT),
      key: readPem('ACCOUNTS_TLS_KEY', data.ACCOUNTS_TLS_KEY),
      authority: readPem('ACCOUNTS_TLS_CA', data.ACCOUNTS_TLS_CA),
    },
    dataFolder: data.ACCOUNTS_DATA,
    seedPath: data.ACCOUNTS_SEED,
    broker: { url: data.BROKER_URL, clientId: data.ACCOUNTS_BROKER_CLIENT_ID },
    pages: { url: data.ACCOUNTS_PAGES_URL, port: data.ACCOUNTS_PAGES_PORT },
    signIn: {
      issuer: data.ACCOUNTS_SIGN_IN_ISSUER,
      clientId: data.ACCOUNTS_SIGN_IN_CLIENT_ID,
      clientSecret: data.ACCOUNTS_SIGN_IN_CLIENT_SECRET,
    },
  };
}
