import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerConnection } from './broker-connection.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export type OutcomeStatus = 'done' | 'refused' | 'failed';

/** What is done with which token on what. */
export interface Deed {
  readonly jti: string;
  readonly action: string;
  /** The identifier, such as `account/8f2c/credential/key1`. */
  readonly resource: string;
}

export interface Outcomes {
  /** Asks before a write. Whatever is no clear yes is no. */
  intend(id: string, deed: Deed): Promise<'accepted' | 'refused' | 'unavailable'>;
  /** Reports how a write went, or that it was turned away before it was asked for; delivered in order, again and again until the broker has it. */
  report(id: string, deed: Deed, status: OutcomeStatus): void;
  /** Reports a read, or a write that was turned away; sent with others, at most a second later. */
  read(deed: Deed, status: OutcomeStatus): void;
  /** False when something could not be delivered for 5 s. */
  isDelivering(): boolean;
  stop(): Promise<void>;
}

interface Waiting {
  readonly body: object;
  readonly since: number;
}

const mostWaitMs = 5_000;
const batchAfterMs = 500;
const batchSize = 100;
const firstBackoffMs = 200;
const mostBackoffMs = 1_000;
const lastTriesMs = 2_000;

export function outcomes(connection: BrokerConnection, clock: Clock, log: Log): Outcomes {
  const queue: Waiting[] = [];
  let reads: { deed: object; since: number }[] = [];
  let batching: NodeJS.Timeout | undefined;
  let pumping: Promise<void> | undefined;
  let stopped = false;

  function post(body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return connection.send('/v1/outcomes', { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** True when the broker has answered for good; only silence, overload and its own faults are tried again. */
  async function deliver(body: object): Promise<boolean> {
    try {
      const response = await post(body);
      await response.body?.cancel();
      if (response.ok) return true;
      if (!isFinal(response.status)) return false;
      log.error({ status: response.status }, 'the broker refuses an outcome');
      return true;
    } catch {
      return false;
    }
  }

  async function pump(): Promise<void> {
    let backoffMs = firstBackoffMs;
    for (;;) {
      const [first] = queue;
      if (first === undefined) return;
      if (await deliver(first.body)) {
        queue.shift();
        backoffMs = firstBackoffMs;
      } else {
        await delay(backoffMs, undefined, { ref: false });
        backoffMs = Math.min(backoffMs * 2, mostBackoffMs);
        if (stopped) return;
      }
    }
  }

  function enqueue(waiting: Waiting): void {
    queue.push(waiting);
    pumping ??= pump().finally(() => {
      pumping = undefined;
    });
  }

  function sendReads(): void {
    clearTimeout(batching);
    batching = undefined;
    while (reads.length > 0) {
      const batch = reads.slice(0, batchSize);
      reads = reads.slice(batchSize);
      const since = batch[0]?.since ?? clock.monotonic();
      enqueue({ body: { phase: 'reads', id: randomUUID(), reads: batch.map(({ deed }) => deed) }, since });
    }
  }

  return {
    async intend(id, deed) {
      try {
        const response = await post({ phase: 'intent', id, ...deed });
        await response.body?.cancel();
        if (response.status === 204) return 'accepted';
        return isFinal(response.status) ? 'refused' : 'unavailable';
      } catch {
        return 'unavailable';
      }
    },
    report(id, deed, status) {
      enqueue({ body: { phase: 'outcome', id, ...deed, status }, since: clock.monotonic() });
    },
    read(deed, status) {
      const at = clock.now().toISOString();
      reads.push({ deed: { ...deed, status, at }, since: clock.monotonic() });
      if (reads.length >= batchSize) sendReads();
      else batching ??= setTimeout(sendReads, batchAfterMs);
    },
    isDelivering() {
      const oldest = queue[0]?.since ?? reads[0]?.since;
      return oldest === undefined || clock.monotonic() - oldest <= mostWaitMs;
    },
    async stop() {
      sendReads();
      const patience = delay(lastTriesMs, undefined, { ref: false });
      await Promise.race([pumping, patience]);
      stopped = true;
    },
  };
}

/** An answer that stays the same however often it is asked for. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 429;
}
