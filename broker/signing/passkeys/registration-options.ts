import { createHash, randomBytes } from 'node:crypto';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import type { Principal } from '../../identity/principal.ts';
import { requireOwner } from './owner.ts';
import { relyingParty } from './relying-party.ts';
import { activePasskeys } from './store.ts';
import { registrationChallenges } from './tables.ts';

const LIVES_MS = 300_000;

/** COSE algorithms of new keys: Ed25519, ES256, RS256. */
export const algorithms = [-8, -7, -257];

const hashed = (challenge: string) => createHash('sha256').update(challenge).digest('base64url');

/** What the browser is told to make a key with; the challenge serves its owner once. */
export async function registrationOptions(
  context: Context,
  principal: Principal,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { rpId } = relyingParty(context);
  const owner = requireOwner(principal);
  const challenge = randomBytes(32);
  const known = await activePasskeys(context.reader, owner.id);
  await context.burn(
    insertInto(registrationChallenges).values({
      challengeHash: hashed(challenge.toString('base64url')),
      ownerId: owner.id,
      expiresAt: new Date(context.clock.now().getTime() + LIVES_MS),
    }),
  );
  return generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: rpId,
    userName: principal.name,
    userDisplayName: principal.name,
    userID: new Uint8Array(createHash('sha256').update(owner.id).digest()),
    challenge: new Uint8Array(challenge),
    timeout: LIVES_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
}

/** Uses the challenge up. False: not this owner's, used, or too old. */
export async function spendChallenge(context: Context, owner: string, challenge: string): Promise<boolean> {
  const { count } = await context.burn(
    update(registrationChallenges)
      .set({ usedAt: context.clock.sql })
      .where(
        and(
          eq(registrationChallenges.challengeHash, hashed(challenge)),
          eq(registrationChallenges.ownerId, owner),
          isNull(registrationChallenges.usedAt),
          sql`${registrationChallenges.expiresAt} > ${context.clock.sql}`,
        ),
      ),
  );
  return count === 1;
}
