import 'server-only';
import { z } from 'zod';
import { type Door, doors } from './doors.ts';

const path = z.string().min(1);
const url = z.url({ protocol: /^https?$/ }).refine((value) => !value.endsWith('/'), 'no trailing slash');

const doorShape = {
  AUTH_SECRET: z.string().min(32),
  ISSUER: url,
  CLIENT_ID: z.string().min(1),
  CLIENT_SECRET: z.string().min(1),
  BROKER_CLIENT_ID: z.string().min(1),
  BROKER_KEY: path,
  TLS_CERT: path,
  TLS_KEY: path,
};

const schema = z.object({
  CONSOLE_URL: url,
  CONSOLE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  CONSOLE_DATABASE_POOL: z.coerce.number().int().min(1).max(100).optional(),
  CONSOLE_MASTER_KEY: z.base64().refine((value) => Buffer.from(value, 'base64').length === 32, '32 bytes'),
  BROKER_URL: url.refine((value) => value.startsWith('https://'), 'https'),
  BROKER_CA: path,
  CONSOLE_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of a header')
    .optional(),
  CONSOLE_CUSTOMER_PAGES: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('is not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.url({ protocol: /^https?$/ }))),
});

export interface DoorConfig {
  readonly authSecret: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly brokerClientId: string;
  readonly brokerKeyPath: string;
  readonly tlsCertPath: string;
  readonly tlsKeyPath: string;
}

export interface ConsoleConfig {
  readonly url: string;
  readonly database: { readonly url: string; readonly connections: number };
  readonly masterKey: Buffer;
  readonly brokerUrl: string;
  readonly brokerCaPath: string;
  /** In which the operator's proxy gives the browser's address; undefined: nobody does. */
  readonly addressHeader: string | undefined;
  /** Where a backend's customers sign in to it directly, by its resource. */
  readonly customerPages: Readonly<Record<string, string>>;
  readonly doors: Readonly<Record<Door, DoorConfig>>;
}

let cached: ConsoleConfig | undefined;

/** Read at first use, never while building: `next build` knows no environment. */
export function readConfig(): ConsoleConfig {
  cached ??= parseConfig(process.env);
  return cached;
}

export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConsoleConfig {
  const own = parse(schema, environment, (name) => name);
  const door = (word: Door): DoorConfig => {
    const prefix = word.toUpperCase();
    const nameOf = (name: string) => (name === 'AUTH_SECRET' ? `AUTH_SECRET_${prefix}` : `${prefix}_${name}`);
    const values = Object.fromEntries(
      Object.keys(doorShape).map((name) => [name, environment[nameOf(name)]]),
    );
    const parsed = parse(z.object(doorShape), values, nameOf);
    return {
      authSecret: parsed.AUTH_SECRET,
      issuer: parsed.ISSUER,
      clientId: parsed.CLIENT_ID,
      clientSecret: parsed.CLIENT_SECRET,
      brokerClientId: parsed.BROKER_CLIENT_ID,
      brokerKeyPath: parsed.BROKER_KEY,
      tlsCertPath: parsed.TLS_CERT,
      tlsKeyPath: parsed.TLS_KEY,
    };
  };
  const [support, admin, customer] = doors.map(door) as [DoorConfig, DoorConfig, DoorConfig];
  if (new Set([support.authSecret, admin.authSecret, customer.authSecret]).size < 3) {
    throw new Error('The console will not start: each door needs an AUTH_SECRET of its own.');
  }
  return {
    url: own.CONSOLE_URL,
    database: {
      url: own.CONSOLE_DATABASE_URL,
      connections: own.CONSOLE_DATABASE_POOL ?? (isEmbedded(own.CONSOLE_DATABASE_URL) ? 1 : 10),
    },
    masterKey: Buffer.from(own.CONSOLE_MASTER_KEY, 'base64'),
    brokerUrl: own.BROKER_URL,
    brokerCaPath: own.BROKER_CA,
    addressHeader: own.CONSOLE_ADDRESS_HEADER,
    customerPages: own.CONSOLE_CUSTOMER_PAGES,
    doors: { support, admin, customer },
  };
}

/** The launcher serves the embedded database without a password on loopback; it bears one connection a process. */
function isEmbedded(databaseUrl: string): boolean {
  const { hostname, password } = new URL(databaseUrl);
  return password === '' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function parse<S extends z.ZodType>(
  shape: S,
  values: unknown,
  nameOf: (name: string) => string,
): z.output<S> {
  const parsed = shape.safeParse(values);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = nameOf(String(issue.path[0] ?? ''));
    return issue.code === 'invalid_type' && issue.input === undefined
      ? `${name} is not set`
      : `${name}: ${issue.message}`;
  });
  throw new Error(`The console will not start: ${faults.join('; ')}.`);
}
