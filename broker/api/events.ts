import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { eventsAfter, newestEvent } from '../audit/search-entries.ts';
import type { Api } from './environment.ts';
import { everybody } from './guard.ts';
import { operation, refusals } from './route.ts';
import { entriesVisibleTo } from './visible-entries.ts';

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

const BATCH = 100;
const HEARTBEAT_MS = 15_000;
const CHECK_MS = 3_000;

export function eventCalls(api: Api): void {
  api.openapi(streamEvents, async (c) => {
    const { feed, isSignedIn, streams } = c.get('edge');
    const context = c.get('context');
    const principal = c.get('principal');
    const visible = entriesVisibleTo(principal);
    const resumed = c.req.valid('header')['last-event-id'];
    let seen = resumed === undefined ? await newestEvent(context.reader) : Number(resumed);
    c.header('cache-control', 'no-store');

    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      streams.enter(`events ${principal.clientId} ${principal.id}`, gone);
      let beatAt = performance.now() + HEARTBEAT_MS;
      let checkAt = performance.now() + CHECK_MS;
      await stream.write(': open\n\n');

      try {
        while (!gone.signal.aborted && !feed.stopped.aborted) {
          const newest = await newestEvent(context.reader);
          const events = await eventsAfter(context.reader, seen, visible, BATCH);
          for (const { index, kind, delegation, session } of events) {
            const told = {
              index,
              kind,
              ...(delegation === null ? {} : { delegation }),
              ...(session === null ? {} : { sid: session }),
            };
            await stream.writeSSE({ id: String(index), data: JSON.stringify(told) });
            seen = index;
          }
          if (performance.now() >= checkAt) {
            if (!(await isSignedIn(context, principal))) break;
            checkAt = performance.now() + CHECK_MS;
          }
          if (performance.now() >= beatAt) {
            await stream.write(': beat\n\n');
            beatAt = performance.now() + HEARTBEAT_MS;
          }
          if (events.length === BATCH) continue;
          seen = Math.max(seen, newest);
          await feed.after(seen, CHECK_MS, gone.signal);
        }
      } finally {
        gone.abort();
      }
    });
  });
}
