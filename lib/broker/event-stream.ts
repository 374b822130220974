import 'server-only';
import { createBoundFetch } from '@countersign/client';
import { cookies } from 'next/headers';
import { sessionCookieName } from '#lib/auth/cookie-names.ts';
import { liveSignIn } from '#lib/auth/live-sign-in.ts';
import { findSignIn } from '#lib/auth/sign-ins.ts';
import { database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { doorClient } from './door-client.ts';
import { parseEvents, signedOutEvent, writeEvent } from './sse.ts';

const lookAgainMs = 5_000;

/**
 * The broker's events for the person signed in at this door, as a browser may have them: index and kind.
 * Ends with `signed-out` when the sign-in is over, whoever ended it; looking does not prolong it.
 */
export async function openEventStream(
  door: Door,
  after: string | null,
  gone: AbortSignal,
): Promise<Response> {
  const handle = (await cookies()).get(sessionCookieName(door))?.value;
  const signIn = handle === undefined ? undefined : await liveSignIn(door, handle);
  if (handle === undefined || signIn === undefined) return eventResponse(signedOutEvent);

  const client = await doorClient(door);
  const stop = new AbortController();
  const signal = AbortSignal.any([gone, stop.signal]);
  const send = createBoundFetch({ ...client, token: signIn.accessToken, dpop: client.key });
  const upstream = await send(`${client.issuer}/v1/events`, {
    signal,
    headers: { accept: 'text/event-stream', ...(after === null ? {} : { 'last-event-id': after }) },
  });
  if (upstream.status === 401) return eventResponse(signedOutEvent);
  if (!upstream.ok || upstream.body === null) {
    await upstream.body?.cancel();
    return new Response(null, { status: 503, headers: { 'retry-after': '5' } });
  }

  const stillSignedIn = async () => (await findSignIn(database(), door, handle)) !== undefined;
  const events = upstream.body.pipeThrough(new TextDecoderStream()).pipeThrough(parseEvents()).getReader();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 2000\n\n'));
      const watch = setInterval(async () => {
        const here = await stillSignedIn().catch(() => true);
        if (signal.aborted) return;
        controller.enqueue(encoder.encode(here ? ': still here\n\n' : signedOutEvent));
        if (!here) stop.abort();
      }, lookAgainMs);
      const pump = async () => {
        try {
          for (let next = await events.read(); !next.done; next = await events.read()) {
            controller.enqueue(encoder.encode(writeEvent(next.value)));
          }
        } catch {
          // The broker went away or the browser did; the browser comes back by itself if it still wants to.
        } finally {
          clearInterval(watch);
          stop.abort();
          if (!(await stillSignedIn().catch(() => true)))
            tryTo(() => controller.enqueue(encoder.encode(signedOutEvent)));
          tryTo(() => controller.close());
        }
      };
      void pump();
    },
    cancel: () => stop.abort(),
  });
  return eventResponse(body);
}

function eventResponse(body: string | ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

/** The browser may have closed its end between any two lines. */
function tryTo(write: () => void): void {
  try {
    write();
  } catch {
    // Closed already.
  }
}
