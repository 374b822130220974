import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { challengeOf, type Proof, type Statement } from './statement.ts';

/** For whom keys are made and where they are used (WebAuthn Level 3 §5.1.3). */
export interface RelyingParty {
  readonly rpId: string;
  readonly origins: readonly string[];
}

export interface SignedByKey {
  statement: Statement;
  nonce: string;
  proof: Proof;
}

interface Checked {
  verified: boolean;
  counter: number;
  backedUp: boolean;
  /** Why it is not, in the words of the library. */
  why?: string;
}

const base64urlBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));

/** WebAuthn Level 3 §7.2, steps 10 to 24. `counter` is what the key had counted before. */
export async function checkSigned(
  { statement, nonce, proof }: SignedByKey,
  { rpId, origins }: RelyingParty,
  counter = 0,
): Promise<Checked> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: proof.credential_id,
        rawId: proof.credential_id,
        type: 'public-key',
        response: {
          authenticatorData: proof.authenticator_data,
          clientDataJSON: proof.client_data_json,
          signature: proof.signature,
        },
        clientExtensionResults: {},
      },
      expectedChallenge: challengeOf(statement, nonce),
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      credential: { id: proof.credential_id, publicKey: base64urlBytes(proof.public_key), counter },
      requireUserVerification: true,
    });
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return { verified, counter: newCounter, backedUp: credentialBackedUp };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { verified: false, counter, backedUp: false, why };
  }
}

/** Whether this key signed this statement: needs nothing but what is kept and is told to auditors. */
export async function verifySigned(signed: SignedByKey, party: RelyingParty): Promise<boolean> {
  return (await checkSigned(signed, party)).verified;
}
