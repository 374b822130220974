import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import type { Assertion, Proof, Statement } from '../statement.ts';
import { checkSigned } from '../verify-signed.ts';
import { relyingParty } from './relying-party.ts';
import { inState, ofOwner, selectPasskeys } from './store.ts';
import { passkeys } from './tables.ts';

function refused(detail: string): Refusal {
  return new Refusal('assertion_not_valid', 'What the passkey answered does not sign this.', { detail });
}

/** The signer's own active key has signed this statement; its counter goes on, or the answer is an old one. */
export async function takeAssertion(
  context: Context,
  signer: string,
  signed: { statement: Statement; nonce: string; assertion: Assertion },
): Promise<Proof> {
  const party = relyingParty(context);
  const { statement, nonce, assertion } = signed;
  const own = and(ofOwner(signer), inState('active'), eq(passkeys.credentialId, assertion.id));
  const [passkey] = await selectPasskeys(context.reader, own, { limit: 1 });
  if (passkey?.state !== 'active') throw refused('no active key of the signer');
  const { authenticatorData, clientDataJSON, signature } = assertion.response;
  const proof: Proof = {
    passkey: passkey.id,
    credential_id: passkey.credentialId,
    public_key: passkey.publicKey,
    authenticator_data: authenticatorData,
    client_data_json: clientDataJSON,
    signature,
  };
  const { verified, counter, backedUp, why } = await checkSigned(
    { statement, nonce, proof },
    party,
    passkey.counter,
  );
  if (!verified) throw refused(why ?? 'the signature is not of this key');
  const { count } = await context.burn(
    update(passkeys)
      .set({ counter, backedUp, lastUsedAt: context.clock.sql })
      .where(
        and(
          eq(passkeys.id, passkey.id),
          eq(passkeys.publicKey, passkey.publicKey),
          inState('active'),
          // Authenticators that do not count say 0 each time (WebAuthn Level 3 §6.1.1).
          or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter}::bigint = 0`)),
        ),
      ),
  );
  if (count !== 1) throw refused('the key was removed, or its counter did not go on');
  return proof;
}
