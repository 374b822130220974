import { createRoute, z } from '@hono/zod-openapi';
import type { Deed } from '../signals/deed.ts';
import { intendWrite } from '../signals/intend-write.ts';
import { reportOutcome } from '../signals/report-outcome.ts';
import { reportReads } from '../signals/report-reads.ts';
import { backendOf } from './backend.ts';
import type { Api } from './environment.ts';
import { body, operation, refusals } from './route.ts';
import { instant } from './schemas.ts';

const id = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'is not 1 to 128 visible ASCII characters');
const status = z.enum(['done', 'refused', 'failed']);

const deed = {
  jti: z.string().min(1).max(128),
  action: z
    .string()
    .max(128)
    .regex(/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'is not `<backend>:<noun>.<verb>`'),
  resource: z
    .string()
    .max(256)
    .regex(/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/, 'is not a path of plain segments')
    .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'climbs')
    .openapi({ description: "What it is done to: a path within the token's identifier." }),
};

const outcome = z
  .discriminatedUnion('phase', [
    z.strictObject({ phase: z.literal('intent'), id, ...deed }),
    z.strictObject({ phase: z.literal('outcome'), id, ...deed, status }),
    z.strictObject({
      phase: z.literal('reads'),
      id,
      reads: z
        .array(z.strictObject({ ...deed, status: status.default('done'), at: instant.optional() }))
        .min(1)
        .max(100),
    }),
  ])
  .openapi('Outcome');

export const reportOutcomes = createRoute({
  method: 'post',
  path: '/v1/outcomes',
  tags: ['backends'],
  summary: 'Ask before a write, say what came of it, and report reads in batches',
  description:
    'An intent is answered 204 only while the session is live at level `write` and covers it; otherwise the write ' +
    'must not begin. The same `id` is the same intent, outcome or batch.',
  ...operation('reportOutcome', { service: ['outcomes.write'] }),
  request: { body: body(outcome) },
  responses: { 204: { description: 'Committed to the log.' }, ...refusals(409, 503) },
});

const deedOf = ({ jti, action, resource }: { jti: string; action: string; resource: string }): Deed => ({
  jti,
  action,
  identifier: resource,
});

export function outcomeCalls(api: Api): void {
  api.openapi(reportOutcomes, async (c) => {
    const context = c.get('context');
    const backend = await backendOf(context, c.get('principal'));
    const told = c.req.valid('json');
    switch (told.phase) {
      case 'intent':
        await intendWrite(context, backend, told.id, deedOf(told));
        break;
      case 'outcome':
        await reportOutcome(context, backend, told.id, deedOf(told), told.status);
        break;
      case 'reads': {
        const reads = told.reads.map(({ status, at, ...read }) => ({
          ...deedOf(read),
          status,
          ...(at === undefined ? {} : { at }),
        }));
        await reportReads(context, backend, told.id, reads);
        break;
      }
    }
    return c.body(null, 204);
  });
}
