import type { KeyObject } from 'node:crypto';
import type { BrokerConnection } from './broker-connection.ts';
import type { Clock } from './clock.ts';
import { isJsonObject, type JsonObject } from './jwt/json-object.ts';
import { chooseKey } from './jwt/signature.ts';
import { CallRefused } from './refusal.ts';

export interface BrokerKeys {
  /**
   * The one key of the broker that fits this header, or undefined. Looks again when the key is new.
   * @throws CallRefused 503 when it fits none that is known and the broker could not be asked for new ones.
   */
  find(header: JsonObject, alg: string): Promise<KeyObject | undefined>;
}

const longestBytes = 65_536;
const leastIntervalMs = 60_000;
const retryMs = 1_000;
const refreshMs = 300_000;

/** RFC 7517 §5, RFC 8725 §3.5: fetched from the configured issuer only, at most once a minute, kept in memory. */
export function brokerKeys(connection: BrokerConnection, clock: Clock): BrokerKeys {
  let keys: readonly JsonObject[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    triedAt = clock.monotonic();
    const response = await connection.send('/jwks');
    if (response.status !== 200) throw new Error(`the broker's keys: HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > longestBytes) throw new Error("the broker's keys are too long");
    const answer: unknown = JSON.parse(text);
    if (!isJsonObject(answer) || !Array.isArray(answer.keys))
      throw new Error("the broker's keys are malformed");
    keys = answer.keys.filter(isJsonObject);
    fetchedAt = clock.monotonic();
  }

  async function refresh(): Promise<void> {
    fetching ??= fetchKeys().finally(() => {
      fetching = undefined;
    });
    await fetching.then(
      () => {
        failed = false;
      },
      () => {
        failed = true;
      },
    );
  }

  function unknown(): undefined {
    if (failed)
      throw new CallRefused(503, 'broker_unreachable', 'The broker cannot be asked for its keys now.');
    return undefined;
  }

  const mayFetch = () => {
    const now = clock.monotonic();
    return now - fetchedAt >= leastIntervalMs && now - triedAt >= retryMs;
  };

  return {
    async find(header, alg) {
      // Old keys serve while newer ones are on their way.
      if (clock.monotonic() - fetchedAt >= refreshMs && mayFetch()) void refresh();
      const known = chooseKey(header, keys, alg);
      if (known !== undefined) return known;
      if (fetching === undefined && !mayFetch()) return unknown();
      await refresh();
      return chooseKey(header, keys, alg) ?? unknown();
    },
  };
}
