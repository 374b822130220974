import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { SignInConfig } from '../config.ts';

const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
const tokensSchema = z.object({ id_token: z.string() });
const claimsSchema = z.object({ sub: z.string().min(1), nonce: z.string(), name: z.string().optional() });

type Metadata = z.infer<typeof metadataSchema>;

/** What must come back unchanged from the issuer. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The sign-in did not happen; the message is for the log. */
export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
}

const TIMEOUT_MS = 5_000;
const MOST_AGE = '2 minutes';

export function newAttempt(): Attempt {
  const random = () => randomBytes(32).toString('base64url');
  return { state: random(), nonce: random(), verifier: random() };
}

/** OpenID Connect Core 1.0, authorization code flow, with PKCE (RFC 7636) as a confidential client. */
export function identityProvider({ issuer, clientId, clientSecret }: SignInConfig, redirectUri: string) {
  let known: Promise<{ metadata: Metadata; keys: ReturnType<typeof createRemoteJWKSet> }> | undefined;

  /** OpenID Connect Discovery 1.0 §4.3: the document must name the issuer that was asked. */
  async function discover() {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal, redirect: 'error' });
    const metadata = metadataSchema.parse(await response.json());
    if (metadata.issuer !== issuer) throw new SignInFailed('the issuer describes another one');
    return {
      metadata,
      keys: createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: TIMEOUT_MS }),
    };
  }

  function discovered() {
    known ??= discover();
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  async function exchange({ token_endpoint }: Metadata, code: string, verifier: string): Promise<string> {
    const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const response = await fetch(token_endpoint, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    });
    if (!response.ok) throw new SignInFailed(`the issuer refused the code: HTTP ${response.status}`);
    return tokensSchema.parse(await response.json()).id_token;
  }

  return {
    async address({ state, nonce, verifier }: Attempt): Promise<string> {
      const { metadata } = await discovered();
      const address = new URL(metadata.authorization_endpoint);
      address.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return address.href;
    },

    /** Who came back (OpenID Connect Core §3.1.2.7, §3.1.3.7; RFC 9207 for `iss`). */
    async redeem(answer: URLSearchParams, attempt: Attempt): Promise<{ subject: string; name: string }> {
      if (answer.get('state') !== attempt.state) throw new SignInFailed('the state is not ours');
      if (answer.get('iss') !== issuer) throw new SignInFailed('the answer is of another issuer');
      const code = answer.get('code');
      if (code === null) throw new SignInFailed(`the issuer said no: ${answer.get('error') ?? 'no code'}`);
      const { metadata, keys } = await discovered();
      const idToken = await exchange(metadata, code, attempt.verifier);
      const { payload } = await jwtVerify(idToken, keys, {
        issuer,
        audience: clientId,
        algorithms: ['ES256', 'RS256'],
        requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
        maxTokenAge: MOST_AGE,
        clockTolerance: 15,
      });
      const { sub, nonce, name } = claimsSchema.parse(payload);
      if (payload.aud !== clientId) throw new SignInFailed('the ID token is for others too');
      if (nonce !== attempt.nonce) throw new SignInFailed('the nonce is not ours');
      return { subject: sub, name: name ?? sub };
    },
  };
}
