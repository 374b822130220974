import { TokenError } from './token-error.ts';

/** What the token endpoint issued. */
export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: 'DPoP' | 'Bearer';
  /** By this machine's clock, counted from when the answer came. */
  readonly expiresAt: Date;
  /** Space-separated. */
  readonly scope: string;
  /** With a sign-in only. */
  readonly refreshToken?: string;
  /** With a delegated token: what was granted, filtered to the backend asked for (RFC 9396). */
  readonly authorizationDetails?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Reads a token response (RFC 6749 §5.1).
 * @throws TokenError `server_error` when it lacks a member that this SDK relies on.
 */
export async function readTokens(response: Response): Promise<Tokens> {
  const body: unknown = await response.json().catch(() => undefined);
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { access_token, token_type, expires_in, scope, refresh_token, authorization_details } = members;
  const kind = tokenTypeOf(token_type);
  if (typeof access_token !== 'string' || kind === undefined || typeof expires_in !== 'number') {
    throw new TokenError('server_error', 'The answer is no token response.', { status: response.status });
  }
  return {
    accessToken: access_token,
    tokenType: kind,
    expiresAt: new Date(Date.now() + expires_in * 1000),
    scope: typeof scope === 'string' ? scope : '',
    ...(typeof refresh_token === 'string' ? { refreshToken: refresh_token } : {}),
    ...(Array.isArray(authorization_details) ? { authorizationDetails: authorization_details } : {}),
  };
}

function tokenTypeOf(value: unknown): Tokens['tokenType'] | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.toLowerCase() === 'dpop') return 'DPoP';
  return value.toLowerCase() === 'bearer' ? 'Bearer' : undefined;
}
