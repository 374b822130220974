import { setTimeout as delay } from 'node:timers/promises';
import { TokenError } from '@countersign/client';
import type { Ledger } from './ledger.ts';

/** The run is over: whoever still insists stops. */
export class Over extends Error {}

/** Nobody got a definite answer for so long that a person would have given up. */
export class Stuck extends Error {}

export interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

export interface Definite<Data> {
  data: Data | undefined;
  status: number;
  /** Of a refusal. */
  problem: { code?: string; delegation?: string };
  /** An earlier try may have been heard. */
  again: boolean;
}

const PATIENCE_MS = 90_000;
const REST_MS = 100;

export interface Insistence {
  readonly ledger: Ledger;
  readonly over: () => boolean;
}

const problemOf = (error: unknown): Definite<unknown>['problem'] =>
  typeof error === 'object' && error !== null ? error : {};

/**
 * Asks again until there is an answer that says what is: a broken connection, "not now" and "under way" say nothing.
 */
export async function insist<Data>(
  { ledger, over }: Insistence,
  what: string,
  call: () => Promise<Answer<Data>>,
): Promise<Definite<Data>> {
  const end = performance.now() + PATIENCE_MS;
  for (let again = false; ; again = true) {
    if (performance.now() > end) throw new Stuck(`${what}: no definite answer in ${PATIENCE_MS / 1000} s`);
    try {
      const { data, error, response } = await call();
      if (response.status === 503) {
        ledger.unavailable += 1;
        if (response.headers.get('retry-after') === null) ledger.unavailableWithoutRetryAfter += 1;
      } else if (response.status === 500) ledger.breach('answered 500', what);
      else if (problemOf(error).code !== 'idempotency_key_in_flight')
        return { data, status: response.status, problem: problemOf(error), again };
    } catch (error) {
      if (error instanceof TokenError && error.error !== 'temporarily_unavailable') throw error;
      ledger.broken += 1;
    }
    if (over()) throw new Over();
    await delay(REST_MS);
  }
}
