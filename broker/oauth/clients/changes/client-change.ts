import type { AdminId, ClientChangeId, PersonId } from '../../../ids.ts';
import { type HeldKey, thumbprintOf } from '../held-keys.ts';
import type { ClientRow } from '../store.ts';

/** What of a client takes two persons. Its name alone is not among it. */
export interface Members {
  owner: string;
  scopes: readonly string[];
  method: ClientRow['method'];
  keys: readonly HeldKey[];
  sanUri: string | null;
  subjectDn: string | null;
  enabled: boolean;
}

export type ChangeState =
  | { status: 'open' }
  | { status: 'accepted' | 'rejected'; decidedBy: AdminId; decidedAt: Date; comment: string }
  | { status: 'withdrawn'; decidedBy: AdminId; decidedAt: Date }
  | { status: 'expired' }
  /** Something other than the broker wrote it: nobody can decide about it. */
  | { status: 'void' };

export type ChangeStatus = ChangeState['status'];
export type KeptStatus = Exclude<ChangeStatus, 'expired' | 'void'>;

/** What somebody wants a client to be, as it was when the client was what `stateHash` says. */
export interface ClientChange {
  id: ClientChangeId;
  clientId: string;
  stateHash: string;
  before: Members;
  after: Members;
  proposedBy: AdminId;
  proposerPerson: PersonId;
  reason: string;
  createdAt: Date;
  expiresAt: Date;
  state: ChangeState;
}

export function membersOf(row: Omit<ClientRow, 'seal'>): Members {
  const { owner, scopes, method, keys, sanUri, subjectDn, disabledAt } = row;
  return { owner, scopes, method, keys, sanUri, subjectDn, enabled: disabledAt === null };
}

/**
 * A credential that is taken away is taken for lost, another owner answers for nothing that was begun before, and
 * whoever is let in again begins anew: what stands on the client then ends. More scopes or one more key end nothing.
 */
export function endsWhatStands(before: Members, after: Members): boolean {
  const kept = new Set(after.keys.map(thumbprintOf));
  return (
    before.keys.some((key) => !kept.has(thumbprintOf(key))) ||
    before.method !== after.method ||
    before.sanUri !== after.sanUri ||
    before.subjectDn !== after.subjectDn ||
    before.owner !== after.owner ||
    before.enabled !== after.enabled
  );
}
