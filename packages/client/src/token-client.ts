import type { CallerFetch } from './caller-fetch.ts';
import { createClientAssertion } from './client-assertion.ts';
import { createProof } from './dpop-proof.ts';
import { NonceMemory } from './nonce-memory.ts';
import type { SigningKey } from './signing-key.ts';
import { TokenError } from './token-error.ts';
import { readTokens, type Tokens } from './tokens.ts';

/** How this client proves to the broker who it is; exactly one method is registered for each client. */
export type ClientAuthentication =
  | { readonly method: 'private_key_jwt'; readonly key: SigningKey }
  /** The certificate is presented by the `fetch` that the caller passes (RFC 8705 §2.1). */
  | { readonly method: 'tls_client_auth' };

/** What {@link createTokenClient} needs. */
export interface TokenClientOptions {
  /** The broker's issuer URL, byte for byte; also the audience of client assertions. */
  readonly issuer: string;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Binds the tokens to this key (DPoP). Absent: to the client certificate that `fetch` presents. */
  readonly dpop?: SigningKey;
  readonly fetch?: CallerFetch;
  readonly nonces?: NonceMemory;
}

/** The calls of the token endpoint. Each rejects with {@link TokenError} when the broker refuses. */
export interface TokenClient {
  /** Exchange of an identity domain's ID token for a sign-in token and a refresh token. An ID token works once. */
  exchangeSignIn(input: { readonly idToken: string; readonly scope?: string }): Promise<Tokens>;
  /** Exchange of a grant token, with the actor's own token, for a delegated token at one backend (RFC 8693). */
  exchangeDelegation(input: {
    readonly grantToken: string;
    readonly actorToken: string;
    /** The registered backend, an absolute URI. */
    readonly resource: string;
    /** Actions, space-separated; may only narrow. */
    readonly scope?: string;
    /** May only narrow what was granted (RFC 9396). */
    readonly authorizationDetails?: readonly object[];
  }): Promise<Tokens>;
  /**
   * Exchange of the delegated token that a backend was called with, with the backend's own token, for one to read at
   * another backend that the same delegation names (RFC 8693 §4.1). It ends with the token given, and writes nothing.
   */
  passOn(input: {
    readonly delegatedToken: string;
    /** The backend's own token for the broker. */
    readonly actorToken: string;
    /** The next backend, an absolute URI. */
    readonly resource: string;
    /** Actions, space-separated; may only narrow. */
    readonly scope?: string;
  }): Promise<Tokens>;
  /** Rotates a refresh token (RFC 6749 §6); the one given is used up. */
  refresh(input: { readonly refreshToken: string }): Promise<Tokens>;
  /** A service's own token for the broker (RFC 6749 §4.4). */
  clientCredentials(input?: { readonly scope?: string }): Promise<Tokens>;
  /** Ends a token; a refresh token takes its whole family along (RFC 7009). */
  revoke(input: { readonly token: string; readonly hint?: 'access_token' | 'refresh_token' }): Promise<void>;
}

const tokenType = {
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
  grant: 'urn:countersign:token-type:delegation-grant',
};
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * A client of the broker's token and revocation endpoints. A nonce that the broker asks for
 * (`use_dpop_nonce`) is answered by one more try with a fresh assertion and proof (RFC 9449 §8).
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const send: CallerFetch = options.fetch ?? fetch;
  const nonces = options.nonces ?? new NonceMemory();

  async function attempt(path: '/token' | '/revoke', parameters: Parameters): Promise<Response> {
    const url = `${options.issuer}${path}`;
    const form = new URLSearchParams({ client_id: options.clientId });
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) form.set(name, value);
    if (options.authentication.method === 'private_key_jwt') {
      const { clientId, issuer: audience } = options;
      form.set('client_assertion_type', assertionType);
      form.set(
        'client_assertion',
        await createClientAssertion({ clientId, audience, key: options.authentication.key }),
      );
    }
    const headers: Record<string, string> = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    if (options.dpop !== undefined && path === '/token') {
      const nonce = nonces.for(url);
      headers.dpop = await createProof(options.dpop, {
        method: 'POST',
        url,
        ...(nonce === undefined ? {} : { nonce }),
      });
    }
    return send(url, { method: 'POST', headers, body: form.toString(), redirect: 'error' });
  }

  async function post(path: '/token' | '/revoke', parameters: Parameters): Promise<Response> {
    const first = await attempt(path, parameters);
    const nonceGiven = nonces.remember(`${options.issuer}${path}`, first);
    if (first.ok) return first;
    const refusal = await TokenError.from(first);
    if (refusal.error !== 'use_dpop_nonce' || !nonceGiven) throw refusal;
    const second = await attempt(path, parameters);
    nonces.remember(`${options.issuer}${path}`, second);
    if (second.ok) return second;
    throw await TokenError.from(second);
  }

  const tokens = async (parameters: Parameters) => readTokens(await post('/token', parameters));

  return {
    exchangeSignIn: ({ idToken, scope }) =>
      tokens({
        grant_type: tokenExchange,
        subject_token: idToken,
        subject_token_type: tokenType.idToken,
        scope,
      }),
    exchangeDelegation: ({ grantToken, actorToken, resource, scope, authorizationDetails }) =>
      tokens({
        grant_type: tokenExchange,
        subject_token: grantToken,
        subject_token_type: tokenType.grant,
        actor_token: actorToken,
        actor_token_type: tokenType.accessToken,
        resource,
        scope,
        authorization_details:
          authorizationDetails === undefined ? undefined : JSON.stringify(authorizationDetails),
      }),
    passOn: ({ delegatedToken, actorToken, resource, scope }) =>
      tokens({
        grant_type: tokenExchange,
        subject_token: delegatedToken,
        subject_token_type: tokenType.accessToken,
        actor_token: actorToken,
        actor_token_type: tokenType.accessToken,
        resource,
        scope,
      }),
    refresh: ({ refreshToken }) => tokens({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    clientCredentials: (input) => tokens({ grant_type: 'client_credentials', scope: input?.scope }),
    revoke: async ({ token, hint }) => {
      await post('/revoke', { token, token_type_hint: hint });
    },
  };
}
