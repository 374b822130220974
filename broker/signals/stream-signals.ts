import type { Signal } from './signal.ts';
import type { SignalLog } from './signal-log.ts';

/** One event of the stream to a backend (HTML Living Standard §9.2). */
export interface Frame {
  event?: 'caught-up' | 'heartbeat';
  /** From here on the stream may be taken up again. */
  id?: string;
  data: string;
}

const BEAT_MS = 1_000;

/** Of several signals of one entry only the last names the place: a break between them repeats them all. */
function framesOf(signals: readonly Signal[]): Frame[] {
  return signals.map((signal, i) => ({
    data: JSON.stringify(signal),
    ...(signals[i + 1]?.index === signal.index ? {} : { id: String(signal.index) }),
  }));
}

function placed(event: 'caught-up' | 'heartbeat', index: number, more: object = {}): Frame {
  return { event, id: String(index), data: JSON.stringify({ index, ...more }) };
}

/**
 * What was ended lately (or since the place where the stream broke), `caught-up`, then what happens. A heartbeat
 * each second, but only after a look at the log that vouches for it: in trouble there is none.
 */
export async function* streamSignals(
  log: SignalLog,
  {
    resource,
    after = -1,
    now = () => performance.now(),
  }: { resource: string; after?: number; now?: () => number },
  aborted: AbortSignal,
): AsyncGenerator<Frame> {
  const isOver = () => aborted.aborted || log.stopped.aborted;
  const leave = log.join();
  try {
    await log.polled(performance.now(), aborted);
    if (isOver()) return;
    let told = log.index;
    yield* framesOf(log.after(resource, after));
    yield placed('caught-up', told);

    let beatAt = now();
    let beatOf = 0;
    while (!isOver()) {
      const frames = log.index === told ? [] : framesOf(log.after(resource, told));
      told = log.index;
      const { vouched } = log;
      if (vouched && now() >= beatAt && vouched.asOf.getTime() > beatOf) {
        beatAt = now() + BEAT_MS;
        beatOf = vouched.asOf.getTime();
        frames.push(placed('heartbeat', vouched.index, { as_of: vouched.asOf.toISOString() }));
      }
      yield* frames;
      if (log.index === told) await log.polled(Number.NEGATIVE_INFINITY, aborted);
    }
  } finally {
    leave();
  }
}

const LOOK_WITHIN_MS = 2_000;

/** The same without a stream. Undefined: nobody can vouch that this is all. */
export async function pollSignals(
  log: SignalLog,
  { resource, after }: { resource: string; after: number },
  aborted: AbortSignal,
): Promise<{ items: Signal[]; index: number; asOf: Date } | undefined> {
  const leave = log.join();
  try {
    await log.polled(performance.now(), AbortSignal.any([aborted, AbortSignal.timeout(LOOK_WITHIN_MS)]));
    const { vouched } = log;
    return vouched && { items: log.after(resource, after), index: vouched.index, asOf: vouched.asOf };
  } finally {
    leave();
  }
}
