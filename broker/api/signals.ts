import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { Refusal } from '../errors.ts';
import { acknowledge } from '../signals/acknowledge.ts';
import { pollSignals, streamSignals } from '../signals/stream-signals.ts';
import { backendOf } from './backend.ts';
import type { Api } from './environment.ts';
import { body, operation, refusals } from './route.ts';

const position = z.string().regex(/^\d{1,15}$/, 'is not an index');
const access = { service: ['signals.read'] };
const tags = ['backends'];

const signal = z
  .discriminatedUnion('kind', [
    z.object({ index: z.int(), kind: z.literal('session_ended'), sid: z.string() }),
    z.object({
      index: z.int(),
      kind: z.literal('session_level'),
      sid: z.string(),
      level: z.enum(['read', 'write']),
    }),
    z.object({ index: z.int(), kind: z.literal('token_revoked'), sid: z.string(), jti: z.string() }),
    z.object({ index: z.int(), kind: z.literal('policy_epoch'), policy_version: z.string() }),
  ])
  .openapi('Signal', { description: 'The `data` of an event of the stream that has no name.' });

const polled = z
  .object({
    items: z.array(signal),
    index: z.int().openapi({ description: 'Where to go on: the next `after`.' }),
    as_of: z.iso.datetime().openapi({ description: "The database's time of the look at the log." }),
  })
  .openapi('Signals');

const UNVOUCHED = new Refusal('log_behind', 'The log cannot keep up, so nothing is vouched for.', {
  status: 503,
  headers: { 'retry-after': '1' },
});

export const streamOfSignals = createRoute({
  method: 'get',
  path: '/v1/signals',
  tags,
  summary: 'What a backend must stop accepting: a stream, or with `after` what came since',
  description:
    'First everything of the last 305 s (or since `Last-Event-ID`), then `caught-up {index}`, then what happens. ' +
    '`heartbeat {as_of, index}` each second while the broker can vouch for it. No token is needed over mutual TLS.',
  ...operation('streamSignals', access),
  request: {
    headers: z.object({ 'last-event-id': position.optional() }),
    query: z.strictObject({ after: position.optional() }),
  },
  responses: {
    200: {
      content: { 'text/event-stream': { schema: signal }, 'application/json': { schema: polled } },
      description: 'The stream, or the answer to a poll.',
    },
    ...refusals(503),
  },
});

export const acknowledgeSignals = createRoute({
  method: 'post',
  path: '/v1/signals/acks',
  tags,
  summary: 'Say that everything up to this index was taken in',
  ...operation('acknowledgeSignals', access),
  request: { body: body(z.strictObject({ index: z.int().min(0) }).openapi('SignalAcknowledgement')) },
  responses: { 204: { description: 'Kept.' }, ...refusals(503) },
});

const CHECK_MS = 3_000;

export function signalCalls(api: Api): void {
  api.openapi(streamOfSignals, async (c) => {
    const { signals, isSignedIn, streams } = c.get('edge');
    const context = c.get('context');
    const principal = c.get('principal');
    const { resource } = await backendOf(context, principal);
    const { after } = c.req.valid('query');
    if (after !== undefined) {
      const answer = await pollSignals(signals, { resource, after: Number(after) }, c.req.raw.signal);
      if (!answer) throw UNVOUCHED;
      const { items, index, asOf } = answer;
      return c.json({ items, index, as_of: asOf.toISOString() }, 200);
    }
    const resumed = c.req.valid('header')['last-event-id'];
    const place = { resource, ...(resumed === undefined ? {} : { after: Number(resumed) }) };

    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      streams.enter(`signals ${resource}`, gone);
      const check = setInterval(() => {
        isSignedIn(context, principal).then(
          (stays) => stays || gone.abort(),
          () => undefined,
        );
      }, CHECK_MS);
      try {
        await stream.write(': open\n\n');
        for await (const frame of streamSignals(signals, place, gone.signal)) await stream.writeSSE(frame);
      } finally {
        clearInterval(check);
        gone.abort();
      }
    });
  });

  api.openapi(acknowledgeSignals, async (c) => {
    const context = c.get('context');
    const { resource } = await backendOf(context, c.get('principal'));
    await acknowledge(context, resource, c.req.valid('json').index);
    return c.body(null, 204);
  });
}
