/** One request as this SDK sends it: headers as a plain record, the body as text, redirects never followed. */
export interface CallerRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly redirect: 'error';
}

/**
 * How requests leave the caller. The platform's `fetch` fits; a caller with a client certificate or a
 * private certificate authority passes its own (for example undici's `fetch` with a dispatcher).
 */
export type CallerFetch = (url: string, request: CallerRequest) => Promise<Response>;
