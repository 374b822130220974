import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { clientsSchema } from './clients.ts';
import { peopleSchema } from './people.ts';

const environmentSchema = z.object({
  IDP_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).origin === url, 'an origin, without a path or a trailing slash'),
  IDP_PORT: z.coerce.number().int().min(1).max(65_535),
  IDP_PEOPLE: z.string().min(1),
  IDP_CLIENTS: z.string().min(1),
  IDP_DATA: z.string().min(1),
  COUNTERSIGN_ENV: z.enum(['demo', 'production']).default('demo'),
});

export interface Config {
  url: string;
  port: number;
  people: z.infer<typeof peopleSchema>;
  /** Where they stand, to be read again when it changes. */
  peopleFile?: string;
  clients: z.infer<typeof clientsSchema>;
  dataFolder: string;
}

/** What is wrong with the configuration, in a sentence for whoever starts the program. */
export class ConfigurationError extends Error {}

const explain = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`).join('; ');

function readJson<Value>(variable: string, path: string, schema: z.ZodType<Value>): Value {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${variable} names ${path}, which cannot be read as JSON: ${String(error)}`);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success)
    throw new ConfigurationError(`${variable} (${path}) is not right: ${explain(parsed.error)}`);
  return parsed.data;
}

export const readPeople = (path: string) => readJson('IDP_PEOPLE', path, peopleSchema);

export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new ConfigurationError(`The environment is not right: ${explain(parsed.error)}`);
  const { IDP_URL, IDP_PORT, IDP_PEOPLE, IDP_CLIENTS, IDP_DATA, COUNTERSIGN_ENV } = parsed.data;
  if (COUNTERSIGN_ENV === 'production') {
    throw new ConfigurationError(
      'This identity provider knows invented people with published passwords: it does not start in production.',
    );
  }
  return {
    url: IDP_URL,
    port: IDP_PORT,
    people: readPeople(IDP_PEOPLE),
    peopleFile: IDP_PEOPLE,
    clients: readJson('IDP_CLIENTS', IDP_CLIENTS, clientsSchema),
    dataFolder: IDP_DATA,
  };
}
