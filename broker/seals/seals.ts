import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { orderedJson } from '../canonical-json.ts';

/** The tables whose rows open something. */
export type SealedTable =
  | 'delegations'
  | 'reviews'
  | 'consents'
  | 'sessions'
  | 'clients'
  | 'client_changes'
  | 'persons'
  | 'people'
  | 'backends'
  | 'accounts'
  | 'account_consenters'
  | 'active_policy'
  | 'offers'
  | 'passkeys'
  | 'policy_proposals'
  | 'policy_replays'
  | 'seal_marks';

/** A row as the database holds it, or as it will. */
export type Row = object;

type Sealed<R extends Row> = R & { readonly seal: string | null };

/**
 * What a seal leaves out: what changes at every use or comes from the database's clock, so that nobody knows it when
 * the row is written, and what only says when to look or where to find. None of it opens anything by itself. Every
 * other column is sealed.
 */
export const unsealed: { readonly [Table in SealedTable]?: readonly string[] } = {
  /** How long since, how much of the budget, and what is on record of it: they change at every use. */
  sessions: ['lastUsedAt', 'callsUsed', 'resourcesUsed', 'denialsUsed', 'revealsUsed', 'decisionId'],
  /** When somebody is told of it. */
  delegations: ['remindAt'],
  /** What every signature changes. A counter put back lets in nothing: the nonce that was signed is used up. */
  passkeys: ['counter', 'backedUp', 'lastUsedAt'],
  /** How they are called, and when they came. An address may be what names the owner of a service. */
  people: ['name', 'createdAt', 'seenAt'],
  accounts: ['label'],
  active_policy: ['activatedAt'],
  /** Who works on it, how far it is, and when it was done. */
  policy_replays: ['looked', 'claim', 'claimedUntil', 'finishedAt'],
};

export interface Seals {
  /** Of a row that is about to be written; absent columns and null are the same. */
  of(table: SealedTable, row: Row): string;
  /** Whether this broker, under any of its master keys, wrote the row as it is. */
  holds<R extends Row>(table: SealedTable, id: string, row: Sealed<R>): boolean;
  /** A row that holds, but that the log says is over: somebody has put an older one back. */
  broken(table: SealedTable, id: string): void;
  /** Under the first master key, where it holds under another one; otherwise undefined. */
  anew<R extends Row>(table: SealedTable, row: Sealed<R>): string | undefined;
}

const VERSION = 1;

/** Version and table are part of what is sealed: no seal is good for a row of another table. */
function sealedText(table: SealedTable, row: Row): string {
  const left = unsealed[table];
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row))
    if (name !== 'seal' && value !== null && value !== undefined && !left?.includes(name))
      fields[name] = value;
  return orderedJson({ v: VERSION, table, row: fields });
}

/** Kept with the master key itself: every request asks anew, and the answer never changes. */
const derived = new WeakMap<Uint8Array, Map<SealedTable, KeyObject>>();

/** RFC 5869: one key per table out of the master key. */
function keyOf(masterKey: Uint8Array, table: SealedTable): KeyObject {
  const known = derived.get(masterKey) ?? new Map<SealedTable, KeyObject>();
  derived.set(masterKey, known);
  const info = `countersign seals of ${table}`;
  const bytes = () => new Uint8Array(hkdfSync('sha256', masterKey, Buffer.alloc(0), info, 32));
  const key = known.get(table) ?? createSecretKey(bytes());
  known.set(table, key);
  return key;
}

/** The first master key seals; the others are still believed. Of what does not hold, `broken` is told. */
export function sealsUnder(
  masterKeys: readonly Uint8Array[],
  broken: (table: SealedTable, id: string) => void = () => undefined,
): Seals {
  const keys = (table: SealedTable) => masterKeys.map((key) => keyOf(key, table));
  const mac = (key: KeyObject | undefined, text: string): string => {
    if (key === undefined) throw new Error('There is no master key to seal with.');
    return createHmac('sha256', key).update(text).digest('base64url');
  };
  /** Which of the master keys it was sealed under. */
  const sealedUnder = (table: SealedTable, row: Sealed<Row>): number => {
    if (row.seal === null) return -1;
    const seal = Buffer.from(row.seal);
    const text = sealedText(table, row);
    return keys(table).findIndex((key) => {
      const due = Buffer.from(mac(key, text));
      return seal.length === due.length && timingSafeEqual(seal, due);
    });
  };
  const of = (table: SealedTable, row: Row): string => mac(keys(table)[0], sealedText(table, row));
  return {
    of,
    holds: (table, id, row) => {
      if (sealedUnder(table, row) >= 0) return true;
      broken(table, id);
      return false;
    },
    broken,
    anew: (table, row) => (sealedUnder(table, row) > 0 ? of(table, row) : undefined),
  };
}
