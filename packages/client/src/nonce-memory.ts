/**
 * The last DPoP nonce each server gave. One memory may be shared by everything that talks to the same servers.
 * Source: RFC 9449 §8.2: the most recent nonce replaces the one before.
 */
export class NonceMemory {
  readonly #last = new Map<string, string>();

  /** The nonce to put into the next proof for this URL, when its server ever gave one. */
  for(url: string): string | undefined {
    return this.#last.get(placeOf(url));
  }

  /** Keeps the nonce of a response; answers whether there was one. */
  remember(url: string, response: Response): boolean {
    const nonce = response.headers.get('dpop-nonce');
    if (nonce === null || nonce === '') return false;
    this.#last.set(placeOf(url), nonce);
    return true;
  }
}

/** A token endpoint's nonces and a protected resource's are apart even on one host (RFC 9449 §9). */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return pathname.endsWith('/token') ? `${origin}/token` : origin;
}
