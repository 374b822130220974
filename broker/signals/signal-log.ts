import type { Signal } from './signal.ts';

/** Tokens live 300 s and get 5 s of grace, by a clock that may be 15 s slow: what ended longer ago matters to nobody. */
export const REMEMBERED_SECONDS = 330;

export interface AddressedSignal {
  signal: Signal;
  recordedAt: Date;
  /** The resources it is for. */
  to: ReadonlySet<string> | 'everybody';
}

/** A look at the log that succeeded. */
export interface Poll {
  /** `performance.now()` before the first question of this look. */
  beganAt: number;
  /** The database's time at that moment. */
  asOf: Date;
  /** The newest entry that was read. */
  index: number;
  signals: readonly AddressedSignal[];
  /** False in trouble: then the look vouches for nothing. */
  vouched: boolean;
}

export interface Vouched {
  asOf: Date;
  index: number;
}

/** What this node knows of the log's last minutes. One follower writes it, every stream reads it. */
export interface SignalLog {
  advance(poll: Poll): void;
  /** In the log's order. From an index that is not known here: everything that is remembered. */
  after(resource: string, index: number): Signal[];
  /** Of the last look: how far it read, and what it vouched for. */
  readonly index: number;
  readonly vouched: Vouched | undefined;
  readonly listeners: number;
  /** Answers how to leave again. */
  join(): () => void;
  /** Comes back after the next look that began later than `since`, or when the signal aborts. */
  polled(since: number, aborted: AbortSignal): Promise<void>;
  readonly stopped: AbortSignal;
  stop(): void;
}

export function signalLog(startsAfter: number): SignalLog {
  const waiting = new Set<{ since: number; resume: () => void }>();
  const ended = new AbortController();
  let remembered: AddressedSignal[] = [];
  /** Everything younger than this index is remembered. */
  let forgotten = startsAfter;
  let index = startsAfter;
  let vouched: Vouched | undefined;
  let listeners = 0;

  function forget(asOf: Date): void {
    const before = asOf.getTime() - REMEMBERED_SECONDS * 1000;
    const kept = remembered.findIndex(({ recordedAt }) => recordedAt.getTime() >= before);
    const gone = remembered.splice(0, kept === -1 ? remembered.length : kept);
    forgotten = gone.at(-1)?.signal.index ?? forgotten;
  }

  return {
    advance(poll) {
      remembered = [...remembered, ...poll.signals];
      forget(poll.asOf);
      index = poll.index;
      vouched = poll.vouched ? { asOf: poll.asOf, index } : undefined;
      for (const one of waiting) if (poll.beganAt >= one.since) one.resume();
    },
    after(resource, after) {
      const known = after >= forgotten && after <= index;
      return remembered
        .filter(
          ({ signal, to }) => (!known || signal.index > after) && (to === 'everybody' || to.has(resource)),
        )
        .map(({ signal }) => signal);
    },
    get index() {
      return index;
    },
    get vouched() {
      return vouched;
    },
    get listeners() {
      return listeners;
    },
    join: () => {
      listeners += 1;
      return () => {
        listeners -= 1;
      };
    },
    polled: (since, aborted) =>
      new Promise((resolve) => {
        if (ended.signal.aborted || aborted.aborted) return resolve();
        const one = {
          since,
          resume: () => {
            waiting.delete(one);
            aborted.removeEventListener('abort', one.resume);
            resolve();
          },
        };
        aborted.addEventListener('abort', one.resume);
        waiting.add(one);
      }),
    stopped: ended.signal,
    stop: () => {
      ended.abort();
      for (const one of waiting) one.resume();
    },
  };
}
