/** Where the SDK reads time. Give your own in tests only. */
export interface Clock {
  /** Wall clock: compared with `exp`, `iat` and the broker's `as_of`. */
  now(): Date;
  /** Milliseconds from an arbitrary start that never jump: measures how long ago the broker was heard. */
  monotonic(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
};
