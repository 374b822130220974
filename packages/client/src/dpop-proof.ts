import { base64url, SignJWT } from 'jose';
import type { SigningKey } from './signing-key.ts';

/** What one DPoP proof is about. */
export interface ProofOf {
  /** HTTP method, upper case. */
  readonly method: string;
  /** The request's URL; query and fragment are left out of the proof (RFC 9449 §4.2). */
  readonly url: string;
  /** The access token sent beside the proof; its hash becomes `ath`. Absent at the token endpoint. */
  readonly accessToken?: string;
  /** The server's nonce, when it gave one (RFC 9449 §8, §9). */
  readonly nonce?: string;
  /** Instant of signing; the machine's clock unless given. */
  readonly now?: Date;
}

/**
 * Signs one DPoP proof JWT. A proof is good for one request.
 * Source: RFC 9449 §4.2.
 */
export async function createProof(key: SigningKey, of: ProofOf): Promise<string> {
  const target = new URL(of.url);
  const claims = {
    jti: crypto.randomUUID(),
    htm: of.method,
    htu: `${target.origin}${target.pathname}`,
    ...(of.accessToken === undefined ? {} : { ath: await hashOf(of.accessToken) }),
    ...(of.nonce === undefined ? {} : { nonce: of.nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: key.alg, jwk: key.publicJwk })
    .setIssuedAt(of.now ?? new Date())
    .sign(key.privateKey);
}

async function hashOf(accessToken: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken));
  return base64url.encode(new Uint8Array(digest));
}
