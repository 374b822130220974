import { SignJWT } from 'jose';
import type { SigningKey } from './signing-key.ts';

/** Seconds an assertion is good for; the broker refuses more than 300. */
const lifetimeSeconds = 60;

/**
 * Signs one client assertion for `private_key_jwt`. It is single use.
 * `audience` is the broker's issuer URL, never the URL of an endpoint.
 * Source: RFC 7523 §2.2 and §3, draft-ietf-oauth-rfc7523bis.
 */
export async function createClientAssertion(options: {
  readonly clientId: string;
  readonly audience: string;
  readonly key: SigningKey;
  /** Instant of signing; the machine's clock unless given. */
  readonly now?: Date;
}): Promise<string> {
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({
      typ: 'client-authentication+jwt',
      alg: options.key.alg,
      ...(options.key.kid === undefined ? {} : { kid: options.key.kid }),
    })
    .setIssuer(options.clientId)
    .setSubject(options.clientId)
    .setAudience(options.audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(options.key.privateKey);
}
