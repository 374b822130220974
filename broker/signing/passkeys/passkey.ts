import { createHash } from 'node:crypto';
import { hashOf } from '../../audit/event.ts';
import type { Id, PeopleId, PersonId } from '../../ids.ts';

export type PasskeyId = Id<'pky'>;
export type PasskeyState = 'pending' | 'active' | 'removed';

/** What the enrolment rests on. `sign_in`, `confirmation` (a code by mail) and `earlier_key` are the customers' ways. */
export type EnrolledBy = 'code' | 'approvers' | 'sign_in' | 'confirmation' | 'earlier_key';

export interface Passkey {
  id: PasskeyId;
  owner: PeopleId;
  person: PersonId;
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: readonly string[];
  aaguid: string;
  backedUp: boolean;
  name: string;
  state: PasskeyState;
  enrolledBy: EnrolledBy;
  createdAt: Date;
  confirmedAt?: Date;
  confirmedBy?: string;
  /**
   * Since when more than a session of its owner speaks for it: a confirmation by mail, an operator, another person, or
   * a key that was vouched for itself.
   */
  vouchedAt?: Date;
  removedAt?: Date;
  removedBy?: string;
  lastUsedAt?: Date;
}

const digest = (publicKey: string) =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest();

export const publicKeyHash = (publicKey: string): string => digest(publicKey).toString('base64url');

/** 80 bits of SHA-256 over the COSE key, to be read aloud: `1f3a-…`, five groups of four. */
export function fingerprintOf(publicKey: string): string {
  const hex = digest(publicKey).subarray(0, 10).toString('hex');
  return (hex.match(/.{4}/g) ?? []).join('-');
}

/** What is signed when a key is let in: this key, of this owner. */
export function passkeyDetailsHash(passkey: Passkey): string {
  const { id, owner, credentialId, publicKey, aaguid, name } = passkey;
  return hashOf({
    id,
    owner,
    credential_id: credentialId,
    public_key_hash: publicKeyHash(publicKey),
    aaguid,
    name,
  });
}
