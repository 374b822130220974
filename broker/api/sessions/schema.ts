import { z } from '@hono/zod-openapi';
import { instant, list, party, signedText } from '../schemas.ts';

const budget = z.object({
  calls: z.int().optional(),
  resources: z.int().optional(),
  denials: z.int().optional(),
  reveals: z.int().optional(),
  used: z.object({ calls: z.int(), resources: z.int(), denials: z.int(), reveals: z.int() }),
});

export const session = z
  .object({
    sid: z.string(),
    status: z.enum(['live', 'ended']),
    level: z.enum(['read', 'write']),
    delegation: z.string(),
    emergency: z.boolean(),
    actor: party,
    subject: party,
    actions: z.array(z.string()),
    identifiers: z.array(z.string()),
    resources: z.array(z.string()),
    revealed: z.record(z.string(), z.array(z.string())).openapi({
      description: 'Action → masked fields that are shown, for a reason, to tokens issued since.',
    }),
    started_at: instant,
    expires_at: instant,
    idle_at: instant
      .optional()
      .openapi({ description: 'When it ends unless it is used before; while it is live.' }),
    ended_at: instant.optional(),
    ended_by: z
      .object({
        kind: z.enum(['agent', 'customer', 'admin', 'expiry', 'idle', 'policy', 'signal', 'detection']),
        id: z.string().optional(),
        name: z.string().optional(),
      })
      .optional(),
    reason: z.string().optional(),
    budget: budget.optional().openapi({ description: 'Absent: policy sets no limit.' }),
  })
  .openapi('Session');

const grantToken = z.string().openapi({ description: 'Bound to the key of the caller who may use it.' });

export const ownSession = session.extend({ grant_token: grantToken.optional() }).openapi('OwnSession');

export const sessions = list(session).openapi('Sessions');

export const started = z
  .object({ sid: z.string(), grant_token: grantToken, session })
  .openapi('StartedSession');

export const stopped = {
  sessions_ended: z.int(),
  tokens_revoked: z.int(),
  backends: z.array(z.object({ resource: z.string(), acknowledged: z.boolean() })),
};

export const endedSession = session.extend(stopped).openapi('EndedSession');

export const raising = z.strictObject({ reason: signedText(500) }).openapi('Raising');

const field = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);

export const revealing = z
  .strictObject({
    action: z.string().min(1).max(128),
    fields: z.array(field).min(1).max(16),
    reason: signedText(500),
  })
  .openapi('Revealing');

const change = z
  .object({
    index: z.int(),
    time: instant,
    step: z.enum(['raised', 'revealed', 'began', 'done', 'refused', 'failed']),
    action: z.string().optional(),
    identifier: z.string().optional(),
    fields: z.array(z.string()).optional().openapi({ description: 'What was revealed, in words.' }),
    reason: z.string().optional(),
  })
  .openapi('SessionChange');

export const changes = z.object({ items: z.array(change) }).openapi('SessionChanges');
