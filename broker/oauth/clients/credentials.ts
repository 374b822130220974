import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { distinguishedName } from '../../http/distinguished-name.ts';
import { findPerson } from '../../identity/find-person.ts';
import type { DirectoryPerson } from '../../identity/store.ts';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { type HeldKey, isKeyName, publicMembers } from './held-keys.ts';

/** How a client is to prove itself, as it was written down for us. */
export type GivenAuth =
  | { readonly method: 'private_key_jwt'; readonly keys: readonly Jwk[] }
  | { readonly method: 'tls_client_auth'; readonly sanUri?: string; readonly subjectDn?: string };

export interface Credentials {
  method: GivenAuth['method'];
  keys: HeldKey[];
  sanUri: string | null;
  subjectDn: string | null;
}

export const invalidMetadata = (why: string): Refusal =>
  new Refusal('invalid_client_metadata', why, { status: 400 });

/** As a client is kept; refused where it is no credential of ours. */
export function credentialsFrom(auth: GivenAuth, now: Date): Credentials {
  if (auth.method === 'private_key_jwt')
    return { method: auth.method, keys: heldFrom(auth.keys, now), sanUri: null, subjectDn: null };
  return { method: auth.method, keys: [], ...certificateName(auth) };
}

export function heldFrom(given: readonly Jwk[], now: Date): HeldKey[] {
  const keys = given.map((jwk) => publicMembers(jwk)).filter((jwk) => jwk !== undefined);
  if (keys.length < given.length)
    throw invalidMetadata('One of the keys is no public key of an accepted algorithm.');
  if (!given.every(({ kid }) => kid === undefined || isKeyName(kid)))
    throw invalidMetadata('A kid has letters, digits and ._~- only.');
  requireNames(given);
  return keys.map((jwk) => ({ jwk, added_at: now.toISOString() }));
}

/** So that a `kid` asks for one key. */
export function requireNames(keys: readonly Jwk[]): void {
  const kids = keys.map(({ kid }) => kid);
  if (keys.length > 1 && (new Set(kids).size < kids.length || kids.includes(undefined)))
    throw invalidMetadata('Several keys need a kid each.');
}

function certificateName({ sanUri, subjectDn }: { sanUri?: string; subjectDn?: string }) {
  if ((sanUri === undefined) === (subjectDn === undefined))
    throw invalidMetadata('Exactly one of san_uri and subject_dn names a certificate.');
  if (subjectDn === undefined) return { sanUri: sanUri ?? null, subjectDn: null };
  const name = distinguishedName(subjectDn);
  if (name === undefined) throw invalidMetadata('The subject_dn is no distinguished name (RFC 4514).');
  return { sanUri: null, subjectDn: name };
}

/** Whoever answers for a client is somebody here. */
export async function requireStaffOwner(context: Context, owner: string): Promise<DirectoryPerson> {
  const answers = await findPerson(context.reader, owner);
  if (!answers?.enabled || (answers.domain !== 'admin' && answers.domain !== 'support'))
    throw invalidMetadata('The owner is not a member of staff who is signed up here.');
  return answers;
}
