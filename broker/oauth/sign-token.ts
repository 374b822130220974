import { sign } from 'node:crypto';
import type { Context } from '../context.ts';
import type { OAuth } from './open-oauth.ts';

/** The kinds of token that this broker signs; each verifies as its own kind only (RFC 8725 §3.11). */
export type TokenKind = 'at+jwt' | 'delegation-grant+jwt' | 'token-introspection+jwt' | 'consent-receipt+jwt';

export async function signToken(
  context: Context,
  oauth: OAuth,
  typ: TokenKind,
  claims: object,
): Promise<string> {
  const { kid, key } = await oauth.keys.signingKey(context);
  const input = [{ alg: 'ES256', kid, typ }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(input, 'ascii'), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
