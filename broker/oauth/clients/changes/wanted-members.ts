import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import type { Jwk } from '../../../identity/trusted-issuers.ts';
import {
  type Credentials,
  credentialsFrom,
  type GivenAuth,
  heldFrom,
  invalidMetadata,
  requireNames,
  requireStaffOwner,
} from '../credentials.ts';
import { type HeldKey, thumbprintOf } from '../held-keys.ts';
import { grantableScopes } from '../register-client.ts';
import type { ClientRow } from '../store.ts';
import { type Members, membersOf } from './client-change.ts';

/** All that two persons may hand out. What a backend or an operator needs comes from the registry file. */
export const proposableScopes = [
  ...grantableScopes,
  'decisions.read',
  'global_revoke',
  'policy.propose',
  'tickets.write',
] as const;

const MOST_KEYS = 10;

export interface Wanted {
  owner?: string;
  scopes?: readonly string[];
  /** In place of how it proves itself now. */
  auth?: GivenAuth;
  /** Of a client that signs: keys beside those that it has, and such as it shall not have any more, by thumbprint. */
  keys?: { readonly add: readonly Jwk[]; readonly remove: readonly string[] };
  enabled?: true;
}

/** What the client would be, held to what registration is held to. */
export async function membersWanted(context: Context, row: ClientRow, wanted: Wanted): Promise<Members> {
  if (wanted.enabled) throw new Refusal('not_shut_out', 'This client is not shut out.');
  const { owner, scopes } = wanted;
  if (owner !== undefined && owner !== row.owner) await requireStaffOwner(context, owner);
  return {
    ...membersOf(row),
    ...(owner === undefined ? {} : { owner }),
    ...(scopes === undefined ? {} : { scopes: scopesFrom(scopes, row.scopes) }),
    ...credentialsWanted(row, wanted, context.clock.now()),
  };
}

export function scopesFrom(wanted: readonly string[], had: readonly string[]): string[] {
  const known: readonly string[] = proposableScopes;
  const scopes = [...new Set(wanted)];
  const unknown = scopes.filter((scope) => !known.includes(scope) && !had.includes(scope));
  if (unknown.length > 0)
    throw invalidMetadata('One of the scopes is given by the registry file only, or by nobody.');
  return scopes;
}

function credentialsWanted(row: ClientRow, { auth, keys }: Wanted, now: Date): Partial<Credentials> {
  if (auth !== undefined && keys !== undefined)
    throw invalidMetadata('Either the keys change, or how the client proves itself as a whole.');
  if (auth !== undefined) {
    const given = credentialsFrom(auth, now);
    return { ...given, keys: given.keys.map((key) => asHeld(key, row.keys)) };
  }
  return keys === undefined ? {} : { keys: keysWanted(row, keys, now) };
}

/** A key that is known keeps its age, and its end. */
const asHeld = (key: HeldKey, held: readonly HeldKey[]): HeldKey =>
  held.find((one) => thumbprintOf(one) === thumbprintOf(key)) ?? key;

function keysWanted(row: ClientRow, { add, remove }: NonNullable<Wanted['keys']>, now: Date): HeldKey[] {
  if (row.method !== 'private_key_jwt')
    throw invalidMetadata('This client proves itself with a certificate.');
  if (!remove.every((kid) => row.keys.some((key) => thumbprintOf(key) === kid)))
    throw invalidMetadata('One of the keys to be removed is none of this client.');
  const added = heldFrom(add, now);
  if (added.some((key) => asHeld(key, row.keys) !== key))
    throw invalidMetadata('One of the new keys is, or was, one of this client already.');
  const keys = [...row.keys.filter((key) => !remove.includes(thumbprintOf(key))), ...added];
  if (keys.length === 0 || keys.length > MOST_KEYS) throw invalidMetadata('A client has one to ten keys.');
  requireNames(keys.map(({ jwk }) => jwk));
  return keys;
}
