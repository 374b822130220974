import type { Clock } from './clock.ts';

export type Level = 'read' | 'write';

/** What the broker has told about sessions, and how long ago it was last heard. */
export interface LiveView {
  /**
   * A new connection, asked for at this monotonic instant: what it says counts only once it has caught up, and
   * its first heartbeat is taken to be as old as the request.
   */
  connected(requestedAt: number): void;
  caughtUp(): void;
  /** The broker vouches that everything up to `asOf` has been told. */
  heartbeat(asOf: Date): void;
  sessionEnded(sid: string): void;
  sessionLevel(sid: string, level: Level): void;
  tokenRevoked(jti: string): void;
  policyEpoch(version: string): void;
  isEnded(sid: string): boolean;
  isRevoked(jti: string): boolean;
  /** The least of what the token says and what was told since. */
  levelOf(sid: string, inToken: Level): Level;
  readonly policyVersion: string | undefined;
  /** Undefined when the view may be trusted; else why not. */
  staleness(): 'not caught up' | 'not heard' | 'clocks differ' | undefined;
  /** Milliseconds since the newest vouched instant; infinite before the first. */
  ageMs(): number;
}

const mostAgeMs = 5_000;
const mostClockDifferenceMs = 15_000;
/** A delegated token lives at most 300 s and is accepted for 5 s more. */
const rememberMs = 330_000;
/** How fast two honest clocks may drift apart: 0.1 %. */
const drift = 0.001;

export function liveView(clock: Clock): LiveView {
  const ended = new Map<string, number>();
  const revoked = new Map<string, number>();
  const levels = new Map<string, { level: Level; since: number }>();
  let policyVersion: string | undefined;
  let everCaughtUp = false;
  let listening = false;
  let clocksDiffer = false;
  let newestAsOf = Number.NEGATIVE_INFINITY;
  let heardAt = Number.NEGATIVE_INFINITY;
  /** A lower bound of monotonic minus broker time: a heartbeat that was held back shows as older than it came. */
  let leastOffset = Number.POSITIVE_INFINITY;
  let requestedAt: number | undefined;

  /** Maps keep the order in which things were told, so the oldest come first. */
  function forget(): void {
    const limit = clock.monotonic() - rememberMs;
    for (const told of [ended, revoked]) {
      for (const [id, since] of told) {
        if (since > limit) break;
        told.delete(id);
      }
    }
    for (const [sid, { since }] of levels) {
      if (since > limit) break;
      levels.delete(sid);
    }
  }

  const ageMs = () => {
    const now = clock.monotonic();
    return Math.max(now - heardAt, now - newestAsOf - leastOffset);
  };

  return {
    connected(at) {
      listening = false;
      requestedAt = at;
    },
    caughtUp() {
      listening = true;
      everCaughtUp = true;
    },
    heartbeat(asOf) {
      forget();
      const instant = asOf.getTime();
      if (!listening || Number.isNaN(instant)) return;
      clocksDiffer = Math.abs(clock.now().getTime() - instant) > mostClockDifferenceMs;
      const isFirst = requestedAt !== undefined;
      if (clocksDiffer || (instant <= newestAsOf && !isFirst)) return;
      const now = clock.monotonic();
      leastOffset =
        requestedAt === undefined
          ? Math.min(now - instant, leastOffset + (now - heardAt) * drift)
          : requestedAt - instant;
      requestedAt = undefined;
      newestAsOf = instant;
      heardAt = now;
    },
    sessionEnded(sid) {
      ended.delete(sid);
      ended.set(sid, clock.monotonic());
    },
    tokenRevoked(jti) {
      revoked.delete(jti);
      revoked.set(jti, clock.monotonic());
    },
    sessionLevel(sid, level) {
      levels.delete(sid);
      levels.set(sid, { level, since: clock.monotonic() });
    },
    policyEpoch(version) {
      policyVersion = version;
    },
    isEnded: (sid) => ended.has(sid),
    isRevoked: (jti) => revoked.has(jti),
    levelOf: (sid, inToken) => (levels.get(sid)?.level === 'read' ? 'read' : inToken),
    get policyVersion() {
      return policyVersion;
    },
    staleness() {
      if (clocksDiffer) return 'clocks differ';
      if (!everCaughtUp) return 'not caught up';
      return ageMs() > mostAgeMs ? 'not heard' : undefined;
    },
    ageMs,
  };
}
