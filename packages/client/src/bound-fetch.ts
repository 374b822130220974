import type { CallerFetch, CallerRequest } from './caller-fetch.ts';
import { createProof } from './dpop-proof.ts';
import { NonceMemory } from './nonce-memory.ts';
import type { SigningKey } from './signing-key.ts';

/** What {@link createBoundFetch} needs. */
export interface BoundFetchOptions {
  /** The access token, or how to get the one that is good now. */
  readonly token: string | (() => Promise<string> | string);
  /** The key the token is bound to. Absent: the token is bound to the certificate that `fetch` presents. */
  readonly dpop?: SigningKey;
  readonly fetch?: CallerFetch;
  readonly nonces?: NonceMemory;
}

/** A request to a protected resource, without its credentials. */
export type BoundRequest = Partial<Omit<CallerRequest, 'redirect'>>;

/**
 * A `fetch` that sends a sender-constrained access token with every request: `Authorization: DPoP` with a
 * fresh proof (RFC 9449 §7), or `Bearer` on a certificate-bound connection (RFC 8705 §3). A nonce asked for
 * by the resource is answered by one more try (RFC 9449 §9).
 */
export function createBoundFetch(
  options: BoundFetchOptions,
): (url: string, request?: BoundRequest) => Promise<Response> {
  const send: CallerFetch = options.fetch ?? fetch;
  const nonces = options.nonces ?? new NonceMemory();

  async function attempt(url: string, request: BoundRequest): Promise<Response> {
    const method = request.method ?? 'GET';
    const accessToken = typeof options.token === 'string' ? options.token : await options.token();
    const headers: Record<string, string> = { ...request.headers };
    if (options.dpop === undefined) {
      headers.authorization = `Bearer ${accessToken}`;
    } else {
      const nonce = nonces.for(url);
      const of = { method, url, accessToken, ...(nonce === undefined ? {} : { nonce }) };
      headers.authorization = `DPoP ${accessToken}`;
      headers.dpop = await createProof(options.dpop, of);
    }
    return send(url, { ...request, method, headers, redirect: 'error' });
  }

  return async (url, request = {}) => {
    const first = await attempt(url, request);
    const nonceGiven = nonces.remember(url, first);
    const challenge = first.headers.get('www-authenticate') ?? '';
    if (first.status !== 401 || !nonceGiven || !challenge.includes('use_dpop_nonce')) return first;
    await first.body?.cancel();
    const second = await attempt(url, request);
    nonces.remember(url, second);
    return second;
  };
}
