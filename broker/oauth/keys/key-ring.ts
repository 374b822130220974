import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { eq, gt, ne, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { secondsAfter } from '../single-use.ts';
import { deriveKey } from './derive-key.ts';
import { unsealAny } from './seal.ts';
import { refreshKeys, signingKeys } from './tables.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** The broker's own keys, as the database has them; at most a second old. */
export interface KeyRing {
  signingKey(context: Context): Promise<SigningKey>;
  /** Public members of every key whose tokens may still be about, the coming one included. */
  publicKeys(context: Context): Promise<readonly Jwk[]>;
  /** Those besides that only we ourselves still have to know: of grant tokens that wait for their day. */
  grantKeys(context: Context): Promise<readonly Jwk[]>;
  /** The active one first, then those that were retired within the last minute. */
  refreshKeys(context: Context): Promise<readonly Buffer[]>;
  forget(): void;
}

const keptMs = 1_000;
/** Longer than any token that others read lives, with room for clocks. */
const publishedAfterRetirementSeconds = 2 * 24 * 3600;
/** A delegation may start after 30 days, then waits for a day to be used, for an hour: its grant token lives as long. */
const knownAfterRetirementSeconds = 33 * 24 * 3600;

/** Longer than the window in which a refresh is answered again with the same successor. */
const refreshKeyOutlivesSeconds = 60;

interface Loaded {
  readonly active: SigningKey | undefined;
  readonly published: readonly Jwk[];
  readonly known: readonly Jwk[];
  readonly refresh: readonly Buffer[];
}

function publicMembers(kid: string, key: KeyObject): Jwk {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' };
}

/** The first master key seals; the others open what has not been sealed anew yet. */
export function keyRing(masterKeys: readonly Uint8Array[]): KeyRing {
  const sealingKeys = masterKeys.map((key) => deriveKey(key, 'signing keys at rest'));
  const refreshSealingKeys = masterKeys.map((key) => deriveKey(key, 'refresh keys at rest'));
  const opened = new Map<string, KeyObject>();
  let loaded: Promise<Loaded> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;

  function open(kid: string, sealed: string): KeyObject {
    const known = opened.get(kid);
    if (known) return known;
    const jwk: unknown = JSON.parse(unsealAny(sealingKeys, sealed, kid));
    const key = createPrivateKey({ key: jwk as Record<string, string>, format: 'jwk' });
    opened.set(kid, key);
    return key;
  }

  async function load(context: Context): Promise<Loaded> {
    const before = (seconds: number) => secondsAfter(context.clock.now(), -seconds);
    const oldestPublished = before(publishedAfterRetirementSeconds);
    const rows = await context.reader
      .select()
      .from(signingKeys)
      .where(
        or(ne(signingKeys.status, 'retired'), gt(signingKeys.retiredAt, before(knownAfterRetirementSeconds))),
      )
      .orderBy(signingKeys.createdAt);
    const active = rows.find((row) => row.status === 'active');
    const lately = before(refreshKeyOutlivesSeconds);
    const publicOf = (row: (typeof rows)[number]) =>
      publicMembers(row.kid, open(row.kid, row.sealedPrivateJwk));
    const derivedWith = await context.reader
      .select()
      .from(refreshKeys)
      .where(or(eq(refreshKeys.status, 'active'), gt(refreshKeys.retiredAt, lately)))
      .orderBy(refreshKeys.status);
    return {
      refresh: derivedWith.map((row) =>
        Buffer.from(unsealAny(refreshSealingKeys, row.sealedKey, row.id), 'base64url'),
      ),
      active: active && { kid: active.kid, key: open(active.kid, active.sealedPrivateJwk) },
      published: rows
        .filter(({ retiredAt }) => retiredAt === null || retiredAt > oldestPublished)
        .map(publicOf),
      known: rows.map(publicOf),
    };
  }

  async function current(context: Context): Promise<Loaded> {
    if (loaded === undefined || performance.now() - loadedAt > keptMs) {
      loadedAt = performance.now();
      loaded = load(context);
      loaded.catch(() => {
        loaded = undefined;
      });
    }
    return loaded;
  }

  return {
    async signingKey(context) {
      const { active } = await current(context);
      if (active === undefined) throw new Error('There is no signing key yet.');
      return active;
    },
    publicKeys: async (context) => (await current(context)).published,
    grantKeys: async (context) => (await current(context)).known,
    async refreshKeys(context) {
      const { refresh } = await current(context);
      if (refresh.length === 0) throw new Error('There is no key for refresh tokens yet.');
      return refresh;
    },
    forget: () => {
      loaded = undefined;
    },
  };
}
