import type { BrokerConnection } from './broker-connection.ts';
import type { Clock } from './clock.ts';
import { readEvents, type StreamEvent } from './event-stream.ts';
import { parseJsonObject } from './jwt/json-object.ts';
import type { LiveView } from './live-view.ts';
import type { Log } from './log.ts';

export interface Signals {
  start(): void;
  stop(): Promise<void>;
}

const connectMs = 5_000;
const silenceMs = 10_000;
const doubtMs = 4_000;
const firstBackoffMs = 250;
const mostBackoffMs = 2_000;

/** Follows the broker's stream of stops for as long as it runs; every break is followed by another try. */
export function signals(connection: BrokerConnection, view: LiveView, clock: Clock, log: Log): Signals {
  const ended = new AbortController();
  let lastIndex: string | undefined;
  let running: Promise<void> | undefined;
  let wanted = -1;
  let acknowledged = -1;
  let acknowledging = false;

  function heardIndex(index: unknown, id: string | undefined): void {
    const text = id ?? (typeof index === 'number' ? String(index) : undefined);
    if (text !== undefined && /^\d{1,15}$/.test(text)) lastIndex = text;
  }

  /** One request at a time, for the newest; whatever was missed is covered by it. */
  async function acknowledge(index: number): Promise<void> {
    wanted = Math.max(wanted, index);
    if (acknowledging) return;
    acknowledging = true;
    try {
      while (acknowledged < wanted && !ended.signal.aborted) {
        const body = JSON.stringify({ index: wanted });
        const upTo = wanted;
        const headers = { 'content-type': 'application/json' };
        const response = await connection.send('/v1/signals/acks', { method: 'POST', headers, body });
        await response.body?.cancel();
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        acknowledged = upTo;
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'a signal could not be acknowledged');
    } finally {
      acknowledging = false;
    }
  }

  function take({ event, id, data }: StreamEvent): void {
    const told = data === '' ? {} : parseJsonObject(Buffer.from(data));
    if (told === undefined) throw new Error('an event of the broker is not an object');
    const kind = event !== 'message' ? event : told.kind;
    if (kind === 'caught-up') view.caughtUp();
    if (typeof told.as_of === 'string') view.heartbeat(new Date(told.as_of));
    if (kind === 'session_ended' && typeof told.sid === 'string') view.sessionEnded(told.sid);
    if (kind === 'token_revoked' && typeof told.jti === 'string') view.tokenRevoked(told.jti);
    if (kind === 'session_level' && typeof told.sid === 'string') {
      view.sessionLevel(told.sid, told.level === 'write' ? 'write' : 'read');
    }
    if (kind === 'policy_epoch' && typeof told.policy_version === 'string') {
      view.policyEpoch(told.policy_version);
    }
    heardIndex(told.index, id);
    if (kind !== 'heartbeat' && typeof told.index === 'number') void acknowledge(told.index);
    else if (kind === 'heartbeat' && wanted > acknowledged) void acknowledge(wanted);
  }

  async function follow(): Promise<void> {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, ended.signal]);
    const requestedAt = clock.monotonic();
    let heardAt = performance.now();
    let trustedAt = performance.now();
    let patienceMs = connectMs;
    const watch = setInterval(() => {
      const now = performance.now();
      if (view.staleness() !== 'not heard') trustedAt = now;
      if (now - heardAt > patienceMs) gone.abort(new Error('nothing was heard'));
      // It speaks, yet always of long ago: its clock was set back, or somebody holds it back.
      else if (now - trustedAt > doubtMs && now - heardAt < doubtMs) gone.abort(new Error('heard too late'));
    }, 500);
    try {
      const headers = {
        accept: 'text/event-stream',
        ...(lastIndex === undefined ? {} : { 'last-event-id': lastIndex }),
      };
      const response = await connection.send('/v1/signals', { headers, signal });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        if (response.status === 400) lastIndex = undefined;
        throw new Error(`HTTP ${response.status}`);
      }
      patienceMs = silenceMs;
      view.connected(requestedAt);
      for await (const event of readEvents(response.body, () => {
        heardAt = performance.now();
      })) {
        take(event);
      }
    } finally {
      clearInterval(watch);
      gone.abort();
    }
  }

  async function run(): Promise<void> {
    let backoffMs = firstBackoffMs;
    while (!ended.signal.aborted) {
      const since = performance.now();
      try {
        await follow();
      } catch (error) {
        if (!ended.signal.aborted) log.warn({ error: String(error) }, 'the signal stream broke');
      }
      if (performance.now() - since > silenceMs) backoffMs = firstBackoffMs;
      await pause(backoffMs * (0.5 + Math.random() / 2), ended.signal);
      backoffMs = Math.min(backoffMs * 2, mostBackoffMs);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      ended.abort();
      await running;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
