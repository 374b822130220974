import createClient, { type Client } from 'openapi-fetch';
import { type BoundFetchOptions, createBoundFetch } from './bound-fetch.ts';
import type { paths } from './generated/api.ts';

/** The broker's JSON API, typed from its OpenAPI document. */
export type Api = Client<paths>;

/** What {@link createApi} needs. */
export interface ApiOptions extends BoundFetchOptions {
  /** The broker's issuer URL, byte for byte. */
  readonly issuer: string;
  /** Sent with every request: what a registered relay asserts of its caller, a trace id. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The typed client of `/v1`. Every call answers `{data, error, response}` as openapi-fetch does and rejects
 * only when no answer came; {@link Problem.from} makes an error of a refusal.
 */
export function createApi(options: ApiOptions): Api {
  const send = createBoundFetch(options);
  return createClient<paths>({
    baseUrl: options.issuer,
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    fetch: async (request) => {
      const body = await request.text();
      return send(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        signal: request.signal,
        ...(body === '' ? {} : { body }),
      });
    },
  });
}

/** A fresh value for the `Idempotency-Key` header: a quoted string (RFC 9651 §3.3.3). */
export function idempotencyKey(): string {
  return `"${crypto.randomUUID()}"`;
}
