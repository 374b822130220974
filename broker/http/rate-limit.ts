/** What draft-ietf-httpapi-ratelimit-headers says of one bucket. */
export interface Quota {
  policy: string;
  allowed: boolean;
  headers: Record<string, string>;
  retryAfterSeconds: number;
}

const QUOTA_TYPE = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

/** What a body says of a quota that is used up (draft-ietf-httpapi-ratelimit-headers). */
export const quotaExceeded = (policy: string) => ({ type: QUOTA_TYPE, 'violated-policies': [policy] });

export type RateLimit = (key: string) => Quota;

const WINDOW_SECONDS = 60;
const BUCKETS = 100_000;

/** A fixed window per key, kept by this process alone. */
export function rateLimit(policy: string, perMinute: number, now: () => number = Date.now): RateLimit {
  const buckets = new Map<string, { used: number; endsAt: number }>();

  function forgetEnded(at: number): void {
    for (const [key, { endsAt }] of buckets) if (endsAt <= at) buckets.delete(key);
    if (buckets.size >= BUCKETS) buckets.clear();
  }

  return (key) => {
    const at = now();
    let bucket = buckets.get(key);
    if (!bucket || bucket.endsAt <= at) {
      if (buckets.size >= BUCKETS) forgetEnded(at);
      bucket = { used: 0, endsAt: at + WINDOW_SECONDS * 1000 };
      buckets.set(key, bucket);
    }
    const allowed = bucket.used < perMinute;
    if (allowed) bucket.used++;
    const seconds = Math.max(1, Math.ceil((bucket.endsAt - at) / 1000));
    return {
      policy,
      allowed,
      retryAfterSeconds: seconds,
      headers: {
        'ratelimit-policy': `"${policy}";q=${perMinute};w=${WINDOW_SECONDS}`,
        ratelimit: `"${policy}";r=${perMinute - bucket.used};t=${seconds}`,
        ...(allowed ? {} : { 'retry-after': String(seconds) }),
      },
    };
  };
}
