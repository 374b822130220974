import { createRoute, z } from '@hono/zod-openapi';
import { json, operation, refusals } from './route.ts';
import { id, instant, list, page, reference } from './schemas.ts';

const entry = z
  .object({
    index: z.int(),
    id: z.string(),
    type: z.string(),
    time: instant,
    outcome: z.enum(['done', 'refused']),
    code: z.string().optional(),
    actor: reference.optional(),
    subject: reference.optional(),
    delegation: z.string().optional(),
    session: z.string().optional(),
    policy_version: z.string().optional(),
    leaf: z.string().openapi({ description: 'The bytes the log commits to (RFC 8785).' }),
    leaf_hash: z.string(),
    detail: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'Names and texts, bound to the leaf by a salted hash; absent once erased.' }),
    salt: z.string().optional(),
  })
  .openapi('LogEntry');

export const entries = list(entry).openapi('LogEntries');

export const entryQuery = z.strictObject({
  ...page,
  type: z.string().max(64).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  delegation: id('dlg').optional(),
  session: id('ses').optional(),
  person: id('agt', 'adm', 'cus', 'svc').optional().openapi({ description: 'Acted, or was acted for.' }),
  from: instant.optional(),
  to: instant.optional(),
});

export const listEntries = createRoute({
  method: 'get',
  path: '/v1/audit/entries',
  tags: ['audit'],
  summary: 'The log, newest first; a customer gets own entries',
  ...operation('listEntries', { admin: ['audit.read'], customer: ['history.read'] }),
  request: { query: entryQuery },
  responses: { 200: json(entries, 'A page.'), ...refusals() },
});
