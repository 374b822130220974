import { z } from '@hono/zod-openapi';

export const instant = z.iso.datetime().openapi({ example: '2026-03-01T09:30:00.000Z' });

/** The broker's own id: a prefix that names the kind, then letters and digits. */
export const id = (...prefixes: [string, ...string[]]) =>
  z
    .string()
    .regex(new RegExp(`^(${prefixes.join('|')})_[0-9a-z_]{1,64}$`), 'is not an id of that kind')
    .openapi({ example: `${prefixes[0]}_01kq3v9x2m` });

export const party = z
  .object({ id: z.string(), name: z.string() })
  .openapi('Party', { description: 'Somebody, and the name to show.' });

export const reference = z.object({ id: z.string(), name: z.string().optional() }).openapi('Reference');

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    problems: z
      .array(z.object({ where: z.string(), what: z.string() }))
      .optional()
      .openapi({ description: 'Of a draft policy: everything that speaks against it.' }),
  })
  .openapi('Problem', { description: 'RFC 9457.' });

export const page = {
  cursor: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .openapi({ description: 'The `next_cursor` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

export const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });

/** Length is looked at here; the verb refuses text that reads differently than it is. */
export const signedText = (longest: number) => z.string().trim().min(1).max(longest);

/** The header of calls that are answered once and then again the same; see `idempotent`. */
export const idempotencyKey = (is: 'required' | 'offered') => {
  const key = z.string();
  return z.object({
    'idempotency-key': (is === 'required' ? key : key.optional()).openapi({
      description:
        'A quoted string; the same key and body are answered once and then, for a day, again the same, without any token.',
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }),
  });
};
