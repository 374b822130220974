/** The broker's JSON API refused (RFC 9457), or did not answer as agreed. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** The broker's word for the refusal: `not_found`, `own_request`, `stale_details`… */
  readonly code: string;
  /** The problem's `type` URI. */
  readonly type: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Set when a stronger or fresher sign-in is wanted (RFC 9470); may be empty when only `maxAge` is. */
  readonly acrValues: string | undefined;
  /** Seconds a sign-in may be old, with `acrValues`. */
  readonly maxAgeSeconds: number | undefined;
  /** Seconds to wait, when the broker said. */
  readonly retryAfterSeconds: number | undefined;
  /** Everything that the broker answered: extension members of this code too (RFC 9457 §3.2). */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    members: Readonly<Record<string, unknown>>,
    headers: { readonly challenge?: string; readonly retryAfter?: string } = {},
  ) {
    const text = (name: string) => {
      const value = members[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const title = text('title') ?? `The broker answered ${status}.`;
    super(text('detail') ?? title);
    this.members = members;
    this.status = status;
    this.code = text('code') ?? text('error') ?? `http_${status}`;
    this.type = text('type') ?? 'about:blank';
    this.title = title;
    this.detail = text('detail');
    const stepUp = headers.challenge?.includes('insufficient_user_authentication') === true;
    this.acrValues = stepUp ? (/acr_values="([^"]*)"/.exec(headers.challenge ?? '')?.[1] ?? '') : undefined;
    const maxAge = stepUp ? /max_age="?(\d+)/.exec(headers.challenge ?? '')?.[1] : undefined;
    this.maxAgeSeconds = maxAge === undefined ? undefined : Number(maxAge);
    const seconds = Number(headers.retryAfter ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  }

  /** Makes a problem of a response and the body that was read from it, whatever it is. */
  static from(response: Response, body: unknown): Problem {
    const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const challenge = response.headers.get('www-authenticate');
    const retryAfter = response.headers.get('retry-after');
    return new Problem(response.status, members, {
      ...(challenge === null ? {} : { challenge }),
      ...(retryAfter === null ? {} : { retryAfter }),
    });
  }
}
