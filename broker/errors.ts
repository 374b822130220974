export interface RefusalOptions {
  status?: number;
  /** For the log only: never leaves the broker. */
  detail?: string;
  headers?: Record<string, string>;
  /** Extra members of the problem document. */
  extra?: Record<string, unknown>;
}

/** What a person may meet: the verb was understood and refused. Caught at the edge of the JSON API. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(code: string, message: string, options: RefusalOptions = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 409;
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

export interface OAuthErrorOptions {
  status?: number;
  detail?: string;
  headers?: Record<string, string>;
  /** Extra members of the error body, such as `reason`. */
  extra?: Record<string, unknown>;
}

/** Whom and what a refusal concerns, as ids; for the log only. */
export interface Concerned {
  actor: string;
  delegation?: string | undefined;
  session?: string | undefined;
}

/** What an OAuth client meets (RFC 6749 §5.2). Caught at the edge of the OAuth endpoints. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: string;
  readonly description: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;
  concerned: Concerned | undefined;

  constructor(error: string, description: string, options: OAuthErrorOptions = {}) {
    super(`${error}: ${description}`);
    this.error = error;
    this.description = description;
    this.status = options.status ?? (error === 'invalid_client' ? 401 : 400);
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }

  concerning(concerned: Concerned): this {
    this.concerned = concerned;
    return this;
  }
}

/** An object that the caller may not see does not exist for it. */
export function notFound(): Refusal {
  return new Refusal('not_found', 'There is nothing here by that name.', { status: 404 });
}
