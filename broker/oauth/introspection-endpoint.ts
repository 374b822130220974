import { type JsonObject, requireCurrent, TokenRejected } from '@countersign/resource-server/jwt';
import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { OAuthError } from '../errors.ts';
import type { Connection } from '../http/connection.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { answering, jsonAnswer } from './answer.ts';
import { introspectedMembers } from './claims.ts';
import { authenticateClient } from './client-authentication.ts';
import type { Client } from './clients/store.ts';
import { stillCarried } from './delegated/still-carried.ts';
import { readForm } from './form.ts';
import type { OAuth } from './open-oauth.ts';
import { readOwnToken } from './own-token.ts';
import { isConfirmation, tokenTypeOf } from './sender.ts';
import { signToken } from './sign-token.ts';
import { revokedTokens } from './tables.ts';
import { counting } from './within-limit.ts';

const jwtAnswer = 'application/token-introspection+jwt';

/** Whether the session and the policy still carry a delegated token. */
export type StillCarried = (context: Context, claims: JsonObject, resource: string) => Promise<boolean>;

export interface IntrospectionOptions {
  readonly isCarried?: StillCarried;
  readonly limit?: RateLimit;
}

/** RFC 7662 §2, RFC 9701. Whatever the caller may not see is inactive, and nothing more is said. */
export async function introspectionEndpoint(
  context: Context,
  oauth: OAuth,
  request: Request,
  connection: Connection,
  { isCarried = stillCarried, limit }: IntrospectionOptions = {},
): Promise<Response> {
  const quota = counting(limit);
  const answer = await answering(context, async () => {
    const form = await readForm(request);
    const client = await authenticateClient(context, request, connection, form);
    quota.require(client.id);
    const token = form.get('token');
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing');
    const found = await activeClaims(context, oauth, client, token, isCarried);
    const answer = found === undefined ? { active: false } : { active: true, ...found };
    if (!(request.headers.get('accept') ?? '').toLowerCase().includes(jwtAnswer)) return jsonAnswer(answer);
    const claims = {
      iss: context.config.issuer,
      aud: client.id,
      iat: Math.floor(context.clock.now().getTime() / 1000),
      token_introspection: answer,
    };
    const signed = await signToken(context, oauth, 'token-introspection+jwt', claims);
    return new Response(signed, { headers: { 'content-type': jwtAnswer, 'cache-control': 'no-store' } });
  });
  return quota.told(answer);
}

async function activeClaims(
  context: Context,
  oauth: OAuth,
  client: Client,
  token: string,
  isCarried: StillCarried,
): Promise<object | undefined> {
  if (client.resource === undefined || !client.scopes.includes('introspect')) return undefined;
  const claims = await currentClaims(context, oauth, token);
  if (claims === undefined || claims.aud !== client.resource || !Object.hasOwn(claims, 'act'))
    return undefined;
  if (await isRevoked(context, String(claims.jti))) return undefined;
  if (!(await isCarried(context, claims, client.resource))) return undefined;
  const members = introspectedMembers
    .filter((name) => Object.hasOwn(claims, name))
    .map((name) => [name, claims[name]]);
  const tokenType = isConfirmation(claims.cnf) ? { token_type: tokenTypeOf(claims.cnf) } : {};
  return { ...Object.fromEntries(members), ...tokenType };
}

async function currentClaims(context: Context, oauth: OAuth, token: string): Promise<JsonObject | undefined> {
  try {
    const { payload } = await readOwnToken(context, oauth, 'at+jwt', token);
    requireCurrent(payload, context.clock.now(), ['exp', 'iat']);
    return payload.iss === context.config.issuer ? payload : undefined;
  } catch (error) {
    if (error instanceof TokenRejected) return undefined;
    throw error;
  }
}

export async function isRevoked(context: Context, jti: string): Promise<boolean> {
  return (await context.reader.$count(revokedTokens, eq(revokedTokens.jti, jti))) > 0;
}
