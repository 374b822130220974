import { type Confirmation, tokenTypeOf } from '../sender.ts';

export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/** RFC 6749 §5.1; `scope` always, so that nobody guesses. */
export interface TokenAnswer {
  access_token: string;
  issued_token_type?: string;
  token_type: 'DPoP' | 'Bearer';
  expires_in: number;
  scope: string;
  refresh_token?: string;
  authorization_details?: unknown;
}

export function tokenAnswer(
  accessToken: string,
  claims: { iat: number; exp: number; scope: string; cnf: Confirmation },
): TokenAnswer {
  return {
    access_token: accessToken,
    token_type: tokenTypeOf(claims.cnf),
    expires_in: claims.exp - claims.iat,
    scope: claims.scope,
  };
}
