import { CompactSign } from 'jose';
import type { SigningKey } from './signing-key.ts';

/** Seconds a statement is good for; the broker refuses more than 300. */
const lifetimeSeconds = 60;

/** The form members of a `POST /client-keys`. */
export interface KeyReplacement {
  /** Signed by the key that is registered. */
  readonly statement: string;
  /** The same statement, signed by the new key. */
  readonly countersignature: string;
}

/**
 * One statement that a client's key is replaced, signed by the old and the new key. It is single use.
 * `audience` is the broker's issuer URL. The old key stays good for `overlapSeconds` (0 to 86 400; a day unless given).
 * @throws TypeError when the new key has no `kid`.
 */
export async function createKeyReplacement(options: {
  readonly clientId: string;
  readonly audience: string;
  readonly oldKey: SigningKey;
  readonly newKey: SigningKey;
  readonly overlapSeconds?: number;
  /** Instant of signing; the machine's clock unless given. */
  readonly now?: Date;
}): Promise<KeyReplacement> {
  const { clientId, audience, oldKey, newKey, overlapSeconds } = options;
  if (newKey.kid === undefined) throw new TypeError('The new key needs a kid.');
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  const payload = new TextEncoder().encode(
    JSON.stringify({
      iss: clientId,
      sub: clientId,
      aud: audience,
      jti: crypto.randomUUID(),
      iat: issuedAt,
      exp: issuedAt + lifetimeSeconds,
      new_key: { ...newKey.publicJwk, kid: newKey.kid, alg: newKey.alg, use: 'sig' },
      ...(overlapSeconds === undefined ? {} : { overlap_seconds: overlapSeconds }),
    }),
  );
  const signed = ({ alg, kid, privateKey }: SigningKey) =>
    new CompactSign(payload)
      .setProtectedHeader({ typ: 'client-key+jwt', alg, ...(kid === undefined ? {} : { kid }) })
      .sign(privateKey);
  return { statement: await signed(oldKey), countersignature: await signed(newKey) };
}
