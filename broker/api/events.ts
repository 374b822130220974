import { createRoute, z } from '@hono/zod-openapi';
import { everybody } from './guard.ts';
import { operation, refusals } from './route.ts';

const event = z
  .object({
    index: z.int(),
    kind: z.string(),
    delegation: z.string().optional(),
    sid: z.string().optional(),
  })
  .openapi('Event', { description: 'The `data` of one event of the stream.' });

export const streamEvents = createRoute({
  method: 'get',
  path: '/v1/events',
  tags: ['events'],
  summary: 'What happens, without its content; ends with the sign-in',
  ...operation('streamEvents', everybody),
  request: {
    headers: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{1,15}$/, 'is not an index')
        .optional(),
    }),
  },
  responses: {
    200: { content: { 'text/event-stream': { schema: event } }, description: 'One event a log entry.' },
    ...refusals(),
  },
});
