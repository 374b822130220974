import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Entry } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { newId } from '../../ids.ts';
import { signableText } from '../signable-text.ts';
import { requireOwner } from './owner.ts';
import { type Passkey, passkeyDetailsHash, publicKeyHash } from './passkey.ts';
import { algorithms, spendChallenge } from './registration-options.ts';
import { relyingParty } from './relying-party.ts';
import { sealOf } from './store.ts';
import { passkeys } from './tables.ts';
import { warrantFor } from './warrant.ts';

export interface NewPasskey {
  name: string;
  response: RegistrationResponseJSON;
  code?: string;
}

/** WebAuthn Level 3 §7.1. */
async function registered(context: Context, owner: string, response: RegistrationResponseJSON) {
  const { rpId, origins, aaguids } = relyingParty(context);
  const refused = (detail: string) =>
    new Refusal('registration_not_valid', 'What the authenticator answered makes no passkey here.', {
      status: 400,
      detail,
    });
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => spendChallenge(context, owner, challenge),
    expectedOrigin: [...origins],
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch((error: unknown) => {
    throw refused(error instanceof Error ? error.message : String(error));
  });
  if (!verified.verified) throw refused('the attestation does not verify');
  const { aaguid } = verified.registrationInfo;
  if (aaguids && !aaguids.includes(aaguid))
    throw new Refusal('authenticator_not_allowed', 'Keys of this kind of authenticator are not taken here.', {
      status: 403,
      detail: aaguid,
    });
  return verified.registrationInfo;
}

/** A new key of the caller. It waits until it is confirmed, unless it is the first of a customer whom no mail reaches. */
export async function addPasskey(
  context: Context,
  { principal, wanted }: { principal: Principal; wanted: NewPasskey },
): Promise<Passkey> {
  const owner = requireOwner(principal);
  const name = signableText(wanted.name, 'name', { min: 1, max: 60 });
  const { credential, aaguid, credentialBackedUp } = await registered(context, owner.id, wanted.response);
  const now = context.clock.now();
  const id = newId('pky', now.getTime());
  const warrant = await warrantFor(context, principal, owner, { code: wanted.code, passkey: id });
  const isFirst = warrant.enrolledBy === 'sign_in';
  const passkey: Passkey = {
    id,
    owner: owner.id,
    person: owner.person,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: credential.transports ?? [],
    aaguid,
    backedUp: credentialBackedUp,
    name,
    state: isFirst ? 'active' : 'pending',
    enrolledBy: warrant.enrolledBy,
    createdAt: now,
    ...(isFirst ? { confirmedAt: now } : {}),
  };
  const { owner: ownerId, person: personId, ...columns } = passkey;
  const otherwise = new Refusal('passkey_known', 'This passkey is registered already.');
  const row = {
    ...columns,
    ownerId,
    personId,
    transports: [...passkey.transports],
    seal: sealOf(passkey, context.seals),
  };
  const added: Entry = {
    type: 'passkey.added',
    actor: owner.id,
    subject: owner.id,
    target: id,
    hashes: { details: passkeyDetailsHash(passkey), public_key: publicKeyHash(passkey.publicKey) },
    facts: { state: passkey.state, enrolled_by: warrant.enrolledBy, backed_up: credentialBackedUp, aaguid },
    detail: { name },
  };
  await context.record({
    writes: [
      ...warrant.uses,
      write(insertInto(passkeys).values(row).onConflictDoNothing(), { rows: 1, otherwise }),
    ],
    entries: [added],
  });
  return passkey;
}
