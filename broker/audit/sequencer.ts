import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { giveUpLease, type Lease, newHolder, takeLease } from './lease.ts';
import { sequenceEntries } from './sequence.ts';

const NAME = 'sequencer';
const LEASE_SECONDS = 3;
const POLL_MS = 250;
/** However often it is woken: under load a round orders many commits instead of one. */
const AT_MOST_EVERY_MS = 20;

export interface Sequencer {
  /** A hint that something was committed. */
  wake(): void;
  stop(): Promise<void>;
}

/** One of any number of brokers orders the log; the others wait for its lease to lapse. */
export function startSequencer(
  database: Database,
  node: string,
  log: Logger,
  sequenced: () => void,
): Sequencer {
  const holder = newHolder(node);
  let stopped = false;
  let lease: Lease | null = null;
  let renewAt = 0;
  let nudge = (): void => undefined;

  async function round(): Promise<void> {
    let everything = false;
    if (!lease || Date.now() >= renewAt) {
      const before = lease?.fence;
      lease = await takeLease(database, NAME, holder, LEASE_SECONDS);
      renewAt = Date.now() + (LEASE_SECONDS * 1000) / 3;
      everything = lease !== null && lease.fence !== before;
    }
    if (!lease) return;
    const count = await sequenceEntries(database, lease, everything);
    if (count === null) lease = null;
    else if (count > 0) {
      sequenced();
      nudge();
    }
  }

  const finished = (async () => {
    while (!stopped) {
      let woken = false;
      const wait = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        nudge = () => {
          woken = true;
          clearTimeout(timer);
          resolve();
        };
      });
      const beganAt = performance.now();
      try {
        await round();
      } catch (error) {
        lease = null;
        if (!stopped) log.error({ err: error }, 'The log could not be sequenced; trying again.');
      }
      if (stopped) break;
      if (woken) await delay(Math.max(0, beganAt + AT_MOST_EVERY_MS - performance.now()));
      else await wait;
    }
    await giveUpLease(database, { name: NAME, holder }).catch(() => undefined);
  })();

  return {
    wake: () => nudge(),
    stop: async () => {
      stopped = true;
      nudge();
      await finished;
    },
  };
}
