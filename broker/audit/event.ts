import { createHash, createHmac, hash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import { type EntryId, newId } from '../ids.ts';

export type Json = string | number | boolean | null | Json[] | { [member: string]: Json | undefined };

/** What a verb says happened. Ids, hashes and numbers here; names and texts in `detail`. */
export interface Entry {
  id?: EntryId;
  /** `<noun>.<past participle>`, e.g. `delegation.requested`. */
  type: string;
  outcome?: 'done' | 'refused';
  /** Why it was refused: the code of the refusal. */
  code?: string;
  actor?: string;
  subject?: string;
  delegation?: string;
  session?: string;
  /** The broker's id of what else was acted on. */
  target?: string;
  policyVersion?: string;
  jti?: string;
  hashes?: Record<string, string>;
  facts?: Record<string, string | number | boolean>;
  detail?: Record<string, Json | undefined>;
}

/** Where a request came from, as the log keeps it. */
export interface Forensics {
  requestId: string;
  node: string;
  traceId?: string;
  clientId?: string;
  /** Thumbprint of the sender's key: `jkt` or `x5t#S256`. */
  senderKey?: string;
  sourceAddress?: string;
  userAgent?: string;
  /** Of the browser, as a registered relay asserts it. */
  assertedAddress?: string;
  assertedUserAgent?: string;
}

export interface PreparedEntry {
  id: EntryId;
  leaf: string;
  detail: Record<string, unknown>;
  salt: string;
}

const LEAF_LIMIT_BYTES = 65_535;

export function hashOf(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url');
}

export function leafHash(leaf: string): string {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(leaf, 'utf8')
    .digest('base64url');
}

export function saltedHash(salt: string, text: string): string {
  return createHmac('sha256', Buffer.from(salt, 'base64url')).update(text, 'utf8').digest('base64url');
}

function withoutAbsent<T extends Record<string, unknown>>(value: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

const SALT_BYTES = 16;

/** Each with a salt of its own; fetched one by one, these take longer than what is hashed with them. */
export function prepareEntries(entries: readonly Entry[], from: Forensics, time: Date): PreparedEntry[] {
  const salts = randomBytes(entries.length * SALT_BYTES);
  const at = { ms: time.getTime(), text: time.toISOString() };
  return entries.map((entry, i) => {
    const salt = salts.toString('base64url', i * SALT_BYTES, (i + 1) * SALT_BYTES);
    return prepareEntry(entry, from, at, salt);
  });
}

function prepareEntry(
  entry: Entry,
  from: Forensics,
  at: { ms: number; text: string },
  salt: string,
): PreparedEntry {
  const id = entry.id ?? newId('evt', at.ms);
  const detail = withoutAbsent(entry.detail ?? {});
  const numbers = Object.values(entry.facts ?? {}).filter((fact) => typeof fact === 'number');
  if (!numbers.every(Number.isSafeInteger)) throw new Error('Numbers in a leaf are safe integers.');
  // What is absent is left out of it, and names that come in their order are written quickest.
  const leaf = canonicalJson({
    actor: entry.actor,
    asserted_source: from.assertedAddress && saltedHash(salt, from.assertedAddress),
    asserted_user_agent: from.assertedUserAgent && saltedHash(salt, from.assertedUserAgent),
    client: from.clientId,
    code: entry.code,
    delegation: entry.delegation,
    detail_hash: saltedHash(salt, canonicalJson(detail)),
    facts: entry.facts,
    hashes: entry.hashes,
    id,
    jti: entry.jti,
    node: from.node,
    outcome: entry.outcome ?? 'done',
    policy_version: entry.policyVersion,
    request: from.requestId,
    sender_key: from.senderKey,
    session: entry.session,
    source: from.sourceAddress && saltedHash(salt, from.sourceAddress),
    subject: entry.subject,
    target: entry.target,
    time: at.text,
    trace: from.traceId,
    type: entry.type,
    user_agent: from.userAgent && saltedHash(salt, from.userAgent),
    v: 1,
  });
  if (Buffer.byteLength(leaf) > LEAF_LIMIT_BYTES) throw new Error(`The leaf of ${entry.type} is too long.`);
  return { id, leaf, detail, salt };
}
