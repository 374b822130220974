import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.ts';
import { marks, peopleDomains } from './principal.ts';

const directory = z.object({
  people: z.array(
    z.object({
      id: z.string().regex(/^(agt|adm|cus)_[0-9a-z_]{1,64}$/),
      domain: z.enum(peopleDomains),
      iss: z.url(),
      sub: z.string().min(1).max(255),
      person: z.string().min(1).max(255).nullish(),
      name: z.string().min(1),
      email: z.string().nullish(),
      groups: z.array(z.string()).default([]),
      minor: z.boolean().nullish(),
    }),
  ),
  accounts: z
    .array(
      z.object({
        id: z.string().min(1),
        backend: z.string().min(1),
        owner: z.string(),
        consenters: z.array(z.string()),
        label: z.string(),
      }),
    )
    .default([]),
  marks: z.array(z.object({ id: z.string(), marks: z.array(z.enum(marks)) })).default([]),
});

export type Directory = z.infer<typeof directory>;

export function readDirectory(file: string): Directory {
  const parsed = directory.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new ConfigurationError(
    `BROKER_DIRECTORY is not usable. ${fault?.path.join('.')}: ${fault?.message}.`,
  );
}
