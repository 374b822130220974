import { createHash, randomBytes } from 'node:crypto';
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

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3 §5.1.9). */
export interface CreationOptions {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: { type: 'public-key'; alg: number }[];
  timeout: number;
  attestation: 'none';
  excludeCredentials: { type: 'public-key'; id: string }[];
  authenticatorSelection: {
    residentKey: 'preferred';
    requireResidentKey: false;
    userVerification: 'required';
  };
}

const publicKey = { type: 'public-key' } as const;

/** What the browser is told to make a key with; the challenge serves its owner once. */
export async function registrationOptions(context: Context, principal: Principal): Promise<CreationOptions> {
  const { rpId } = relyingParty(context);
  const owner = requireOwner(principal);
  const challenge = randomBytes(32).toString('base64url');
  const known = await activePasskeys(context.reader, owner.id);
  await context.burn(
    insertInto(registrationChallenges).values({
      challengeHash: hashed(challenge),
      ownerId: owner.id,
      expiresAt: new Date(context.clock.now().getTime() + LIVES_MS),
    }),
  );
  const user = { id: hashed(owner.id), name: principal.name, displayName: principal.name };
  return {
    challenge,
    rp: { id: rpId, name: 'Countersign' },
    user,
    pubKeyCredParams: algorithms.map((alg) => ({ ...publicKey, alg })),
    timeout: LIVES_MS,
    attestation: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ ...publicKey, id: credentialId })),
    authenticatorSelection: {
      residentKey: 'preferred',
      requireResidentKey: false,
      userVerification: 'required',
    },
  };
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
