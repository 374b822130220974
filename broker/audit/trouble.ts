import { sql } from 'drizzle-orm';
import type { Run } from '../db/client.ts';
import { Refusal } from '../errors.ts';
import { backlogMs, LATEST_SEQUENCED_MS } from './backlog.ts';
import type { Entry } from './event.ts';

/** One rule: a broker issues, and vouches to backends, only while it can commit and its log keeps up. */
export interface Trouble {
  present(): Promise<boolean>;
  /** Refuses what issues or extends. A stop is never refused by this. */
  requireNone(): Promise<void>;
}

/** Everything that opens or lengthens access. Their entries are not written, so neither is their effect. */
const ISSUING = new Set([
  'access.checked',
  'access.evaluated',
  'approval.given',
  'consent.given',
  'delegation.granted',
  'delegation.requested',
  'offer.made',
  'outcome.intended',
  'policy.activated',
  'session.raised',
  'session.revealed',
  'session.started',
  'sign_in.started',
  'token.issued',
  'token.refreshed',
]);

export function issues(entries: readonly Entry[]): boolean {
  return entries.some(({ type, outcome }) => ISSUING.has(type) && outcome !== 'refused');
}

const KEPT_MS = 250;
const ANSWERS_WITHIN_MS = 3_000;
const PROBE_SECONDS = 60;

/** Commits something, and only then looks at what is committed but has no index yet. */
async function looksWell(run: Run, node: string): Promise<boolean> {
  await run(sql`
    insert into leases (name, holder, fence, expires_at)
    values (${`commits:${node}`}, ${node}, 1, now() + make_interval(secs => ${PROBE_SECONDS}))
    on conflict (name) do update set fence = leases.fence + 1, expires_at = excluded.expires_at`);
  return (await backlogMs(run)) < LATEST_SEQUENCED_MS;
}

/** A database that hangs is as bad as one that refuses. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The database did not answer in time.')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** Asked anew at most four times a second, so it recovers by itself. */
export function troubleOf(run: Run, node: string, noticed: (error: unknown) => void): Trouble {
  let askedAt = Number.NEGATIVE_INFINITY;
  let found: Promise<boolean> = Promise.resolve(false);

  function present(): Promise<boolean> {
    if (performance.now() - askedAt > KEPT_MS) {
      askedAt = performance.now();
      found = within(ANSWERS_WITHIN_MS, looksWell(run, node)).then(
        (well) => !well,
        (error: unknown) => {
          noticed(error);
          return true;
        },
      );
    }
    return found;
  }

  return {
    present,
    requireNone: async () => {
      if (!(await present())) return;
      throw new Refusal('log_behind', 'The log cannot keep up, so nothing is issued. Try again shortly.', {
        status: 503,
        headers: { 'retry-after': '2' },
      });
    },
  };
}
