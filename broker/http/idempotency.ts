import { createHash, randomUUID } from 'node:crypto';
import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { type Record as Recorder, write } from '../audit/record.ts';
import { logEntries } from '../audit/tables.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { deleteFrom, insertInto, update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
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

/** A key that is held, by this attempt alone. */
export interface HeldKey {
  use: KeyUse;
  attempt: string;
}

/** Longer than anything here may take: the statements of one request are each limited to far less. */
const HELD_SECONDS = 30;

const isHeld = ({ use, attempt }: HeldKey) =>
  and(isUse(use), eq(idempotencyKeys.attempt, attempt), isNull(idempotencyKeys.status));

const inFlight = () =>
  new Refusal('idempotency_key_in_flight', 'The request with this Idempotency-Key is under way.', {
    status: 409,
    headers: { 'retry-after': '1' },
  });

/** It was done, and who did it is gone with the answer: the entry says what it was done to. */
async function answerLost(context: Context, entryId: string): Promise<Refusal> {
  const [entry] = await context.reader
    .select({ leaf: logEntries.leaf })
    .from(logEntries)
    .where(eq(logEntries.id, entryId));
  const { delegation, session } = JSON.parse(entry?.leaf ?? '{}') as Record<string, string | undefined>;
  return new Refusal(
    'idempotency_answer_lost',
    'This was done, and its answer was lost on the way. Look at what it was done to before asking anew.',
    {
      status: 409,
      extra: { entry: entryId, ...(delegation && { delegation }), ...(session && { session }) },
    },
  );
}

/**
 * Takes the key, or gives the answer it already has. Whoever dies with it holds it for a while; then, where nothing
 * was committed, the next may have it, and where something was, it is said.
 */
export async function takeKey(
  context: Context,
  use: KeyUse,
  fingerprint: string,
): Promise<HeldKey | StoredAnswer> {
  const { sql: now } = context.clock;
  const held = {
    attempt: randomUUID(),
    heldUntil: sql<Date>`${now} + make_interval(secs => ${HELD_SECONDS})`,
  };
  const expiresAt = sql<Date>`${now} + make_interval(hours => ${KEPT_HOURS})`;
  const left = sql`${idempotencyKeys.status} is null and ${idempotencyKeys.entryId} is null
    and ${idempotencyKeys.heldUntil} <= ${now} and ${idempotencyKeys.fingerprint} = ${fingerprint}`;
  const { count } = await context.burn(
    insertInto(idempotencyKeys)
      .values({ ...use, ...held, fingerprint, expiresAt })
      .onConflictDoUpdate({
        target: [
          idempotencyKeys.client,
          idempotencyKeys.person,
          idempotencyKeys.method,
          idempotencyKeys.path,
          idempotencyKeys.key,
        ],
        set: { ...held, fingerprint, expiresAt, entryId: null, status: null, contentType: null, body: null },
        setWhere: sql`${idempotencyKeys.expiresAt} <= ${now} or (${left})`,
      }),
  );
  if (count === 1) return { use, attempt: held.attempt };
  const [found] = await context.reader
    .select({
      ...getTableColumns(idempotencyKeys),
      past: sql<boolean>`${idempotencyKeys.heldUntil} <= ${now}`,
    })
    .from(idempotencyKeys)
    .where(isUse(use));
  if (found && found.fingerprint !== fingerprint)
    throw new Refusal('idempotency_key_reused', 'This Idempotency-Key was used with another request.', {
      status: 422,
    });
  if (found?.status == null)
    throw found?.entryId != null && found.past ? await answerLost(context, found.entryId) : inFlight();
  const { status, contentType, body } = found;
  return { status, contentType: contentType ?? 'application/json', body: body ?? '' };
}

/**
 * What is recorded under a key says so in the same transaction, and nothing is when another attempt has the key by
 * now. A refusal's entry does nothing that must not be done again.
 */
export function underKey(context: Context, held: HeldKey): Context {
  const record: Recorder = (recording) => {
    const { writes, entries } = recording;
    const done = recording.aside ? undefined : entries.findLast(({ outcome }) => outcome !== 'refused');
    if (done === undefined) return context.record(recording);
    const id = done.id ?? newId('evt', context.clock.now().getTime());
    const mark = update(idempotencyKeys).set({ entryId: id }).where(isHeld(held));
    return context.record({
      ...recording,
      writes: [write(mark, { rows: 1, otherwise: inFlight() }), ...writes],
      entries: entries.map((entry) => (entry === done ? { ...entry, id } : entry)),
    });
  };
  return { ...context, record };
}

export async function keepAnswer(context: Context, held: HeldKey, answer: StoredAnswer): Promise<void> {
  await context.burn(update(idempotencyKeys).set(answer).where(isHeld(held)));
}

/** For an answer that says that nothing was done. Where that is not so, the key stays. */
export async function giveKeyBack(context: Context, held: HeldKey): Promise<void> {
  await context.burn(deleteFrom(idempotencyKeys).where(and(isHeld(held), isNull(idempotencyKeys.entryId))));
}
