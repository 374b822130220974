/** The token endpoint said no (RFC 6749 §5.2), or said something that is no token response. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  /** The registered error code: `invalid_grant`, `authorization_pending`, `invalid_target`… */
  readonly error: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The broker's finer word beside `invalid_request`: `session_ended`, `may_act_mismatch`, `policy_denied`… */
  readonly reason: string | undefined;
  /** What sign-in the broker wants, with `unmet_authentication_requirements` (RFC 9470). */
  readonly acrValues: string | undefined;
  /** Seconds to wait before asking again, when the broker said. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    error: string,
    description: string | undefined,
    rest: { status: number; reason?: string; acrValues?: string; retryAfterSeconds?: number },
  ) {
    super(description === undefined ? error : `${error}: ${description}`);
    this.error = error;
    this.status = rest.status;
    this.reason = rest.reason;
    this.acrValues = rest.acrValues;
    this.retryAfterSeconds = rest.retryAfterSeconds;
  }

  /** Reads an error answer; a body that is no OAuth error becomes `server_error`. */
  static async from(response: Response): Promise<TokenError> {
    const body: unknown = await response.json().catch(() => undefined);
    const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const text = (name: string) => {
      const value = members[name];
      return typeof value === 'string' ? value : undefined;
    };
    const reason = text('reason');
    const acrValues = text('acr_values');
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new TokenError(text('error') ?? 'server_error', text('error_description'), {
      status: response.status,
      ...(reason === undefined ? {} : { reason }),
      ...(acrValues === undefined ? {} : { acrValues }),
      ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
    });
  }
}
