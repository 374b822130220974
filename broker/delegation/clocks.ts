import { Refusal } from '../errors.ts';
import type { Actor } from '../policy/question.ts';
import { type Clocks, later } from './lifecycle.ts';

const DECIDE_WITHIN_S = 24 * 3600;
/** People start at once or ask again; a service polls, and may wait for its turn. */
const START_WITHIN_S = { agent: 3600, service: 24 * 3600 };
const LATEST_START_S = 30 * 24 * 3600;

/** However late anybody wants it to start. */
export const latestPossibleStart = (filedAt: Date): Date => later(filedAt, LATEST_START_S);

export function clocksFor(actor: Actor, now: Date, notBefore: Date | undefined): Clocks {
  if (notBefore && notBefore > latestPossibleStart(now))
    throw new Refusal('not_before_too_late', 'A delegation can start at most 30 days from now.', {
      status: 400,
    });
  return {
    decideBy: later(now, DECIDE_WITHIN_S),
    ...(notBefore ? { notBefore } : {}),
    startWithinSeconds: actor.kind === 'service' ? START_WITHIN_S.service : START_WITHIN_S.agent,
  };
}
