import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { canonicalJson } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { deleteFrom, insertInto, update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { idempotencyKeys } from './tables.ts';

/** draft-ietf-httpapi-idempotency-key-header: the same key means the same request, by the same caller. */
export interface KeyUse {
  client: string;
  person: string;
  method: string;
  path: string;
  key: string;
}

export interface StoredAnswer {
  status: number;
  contentType: string;
  body: string;
}

const KEPT_HOURS = 24;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
const LONGEST = 255;

export function parseKey(header: string | undefined): string {
  const [, key] = QUOTED.exec(header?.trim() ?? '') ?? [];
  if (key !== undefined && key.length <= LONGEST) return key;
  const wrong = header === undefined ? 'is missing' : 'is not a quoted string of 1 to 255 characters';
  throw new Refusal('idempotency_key', `The Idempotency-Key header ${wrong}.`, { status: 400 });
}

/** The same JSON written differently is the same request. */
export function fingerprintOf(body: string): string {
  let text = body;
  try {
    text = canonicalJson(JSON.parse(body));
  } catch {
    // What is no JSON is compared by its bytes.
  }
  return createHash('sha256').update(text).digest('base64url');
}

const isUse = (use: KeyUse) =>
  and(
    eq(idempotencyKeys.client, use.client),
    eq(idempotencyKeys.person, use.person),
    eq(idempotencyKeys.method, use.method),
    eq(idempotencyKeys.path, use.path),
    eq(idempotencyKeys.key, use.key),
  );

/** Takes the key, or gives the answer it already has. A broker that dies in between leaves the key in flight. */
export async function takeKey(
  context: Context,
  use: KeyUse,
  fingerprint: string,
): Promise<StoredAnswer | undefined> {
  const expiresAt = sql<Date>`${context.clock.sql} + make_interval(hours => ${KEPT_HOURS})`;
  const { count } = await context.burn(
    insertInto(idempotencyKeys)
      .values({ ...use, fingerprint, expiresAt })
      .onConflictDoUpdate({
        target: [
          idempotencyKeys.client,
          idempotencyKeys.person,
          idempotencyKeys.method,
          idempotencyKeys.path,
          idempotencyKeys.key,
        ],
        set: { fingerprint, expiresAt, status: null, contentType: null, body: null },
        setWhere: sql`${idempotencyKeys.expiresAt} <= ${context.clock.sql}`,
      }),
  );
  if (count === 1) return undefined;
  const [held] = await context.reader.select().from(idempotencyKeys).where(isUse(use));
  if (held && held.fingerprint !== fingerprint)
    throw new Refusal('idempotency_key_reused', 'This Idempotency-Key was used with another request.', {
      status: 422,
    });
  if (!held || held.status === null)
    throw new Refusal('idempotency_key_in_flight', 'The request with this Idempotency-Key is under way.', {
      status: 409,
      headers: { 'retry-after': '1' },
    });
  return { status: held.status, contentType: held.contentType ?? 'application/json', body: held.body ?? '' };
}

export async function keepAnswer(context: Context, use: KeyUse, answer: StoredAnswer): Promise<void> {
  await context.burn(update(idempotencyKeys).set(answer).where(isUse(use)));
}

/** For an answer that says that nothing was done and trying again is right. */
export async function giveKeyBack(context: Context, use: KeyUse): Promise<void> {
  await context.burn(deleteFrom(idempotencyKeys).where(isUse(use)));
}
