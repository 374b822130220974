import { type Jwt, readJwt, requireSignature, requireType } from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import type { OAuth } from './open-oauth.ts';
import type { TokenKind } from './sign-token.ts';

/** A token of that kind that carries our own signature. Its claims are still to be checked. */
export async function readOwnToken(
  context: Context,
  oauth: OAuth,
  typ: TokenKind,
  token: string,
): Promise<Jwt> {
  const jwt = readJwt(token);
  requireType(jwt.header, typ);
  const keys = await (typ === 'delegation-grant+jwt'
    ? oauth.keys.grantKeys(context)
    : oauth.keys.publicKeys(context));
  requireSignature(jwt, keys, ['ES256']);
  return jwt;
}
