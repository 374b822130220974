import { hashOf } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { distinguishedName } from '../../http/distinguished-name.ts';
import { findPerson } from '../../identity/find-person.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { isKeyName, publicMembers } from './held-keys.ts';
import { type RegisteredClient, readClient } from './registered.ts';
import { sealedClient } from './store.ts';
import { clients } from './tables.ts';

/** All that one person alone may hand out: whoever has it still asks policy, approvers and the customer. */
export const grantableScopes = ['delegation.request', 'delegation.run'] as const;

export interface Registration {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly scopes: readonly (typeof grantableScopes)[number][];
  readonly auth:
    | { readonly method: 'private_key_jwt'; readonly keys: readonly Jwk[] }
    | { readonly method: 'tls_client_auth'; readonly sanUri?: string; readonly subjectDn?: string };
  readonly credentialDays?: number;
}

/** Of what one person registers. */
const plain = {
  domain: null,
  sanUri: null,
  subjectDn: null,
  resource: null,
  backend: null,
  relay: false,
  signInDomains: [],
  rotatesRefreshTokens: true,
  shutOut: false,
  disabledAt: null,
};

const invalid = (why: string) => new Refusal('invalid_client_metadata', why, { status: 400 });

/** Registers a service. Doors, backends and wider scopes come from the registry file, where others review them. */
export async function registerClient(
  context: Context,
  principal: Principal,
  wanted: Registration,
): Promise<RegisteredClient> {
  const { id, name, owner, scopes, auth, credentialDays } = wanted;
  const answers = await findPerson(context.reader, owner);
  if (!answers?.enabled || (answers.domain !== 'admin' && answers.domain !== 'support'))
    throw invalid('The owner is not a member of staff who is signed up here.');
  const now = context.clock.now();
  const row = {
    ...plain,
    id,
    name,
    owner,
    kind: 'service' as const,
    scopes: [...scopes],
    credentialDays: credentialDays ?? null,
    keptBy: 'api' as const,
    ...(auth.method === 'private_key_jwt'
      ? { method: auth.method, keys: heldFrom(auth.keys, now) }
      : { method: auth.method, keys: [], ...certificateName(auth) }),
  };
  await context.record({
    writes: [
      write(insertInto(clients).values(sealedClient(row, context.seals)).onConflictDoNothing(), {
        rows: 1,
        otherwise: new Refusal('client_exists', 'A client of that name is registered already.'),
      }),
    ],
    entries: [
      {
        type: 'client.registered',
        actor: principal.id,
        target: id,
        hashes: { registration: hashOf(row) },
        detail: { name, owner },
      },
    ],
  });
  return readClient(context, id);
}

function heldFrom(given: readonly Jwk[], now: Date) {
  const keys = given.map((jwk) => publicMembers(jwk)).filter((jwk) => jwk !== undefined);
  if (keys.length < given.length) throw invalid('One of the keys is no public key of an accepted algorithm.');
  const kids = given.map(({ kid }) => kid);
  if (!kids.every((kid) => kid === undefined || isKeyName(kid)))
    throw invalid('A kid has letters, digits and ._~- only.');
  if (keys.length > 1 && (new Set(kids).size < kids.length || kids.includes(undefined)))
    throw invalid('Several keys need a kid each.');
  return keys.map((jwk) => ({ jwk, added_at: now.toISOString() }));
}

function certificateName({ sanUri, subjectDn }: { sanUri?: string; subjectDn?: string }) {
  if ((sanUri === undefined) === (subjectDn === undefined))
    throw invalid('Exactly one of san_uri and subject_dn names a certificate.');
  if (subjectDn === undefined) return { sanUri: sanUri ?? null };
  const name = distinguishedName(subjectDn);
  if (name === undefined) throw invalid('The subject_dn is no distinguished name (RFC 4514).');
  return { subjectDn: name };
}
