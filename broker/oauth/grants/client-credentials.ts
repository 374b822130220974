import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { OAuthError } from '../../errors.ts';
import { serviceClaims } from '../claims.ts';
import { clients } from '../clients/tables.ts';
import type { OAuth } from '../open-oauth.ts';
import { narrowed } from '../scopes.ts';
import { serviceCutOff } from '../service-cut-off.ts';
import { signToken } from '../sign-token.ts';
import { type TokenAnswer, tokenAnswer } from './answer-token.ts';
import { requireOwnApiAsTarget } from './target.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 6749 §4.4: a service's token for this broker's API, in the service's own name. */
export async function clientCredentialsGrant(
  context: Context,
  oauth: OAuth,
  { client, sender, form }: TokenRequest,
): Promise<TokenAnswer> {
  if (client.kind !== 'service' || !client.id.startsWith('svc_')) {
    throw new OAuthError('unauthorized_client', 'this client has no token of its own');
  }
  requireOwnApiAsTarget(form, context.config.issuer);
  const scopes = narrowed(form.get('scope'), client.scopes);
  if (scopes === undefined) throw new OAuthError('invalid_scope', 'the scope is beyond what is registered');
  const claims = serviceClaims({
    issuer: context.config.issuer,
    clientId: client.id,
    confirmation: sender.confirmation,
    scopes,
    now: context.clock.now(),
    notAfter: [],
  });
  if (await isCutOff(context, client.id, claims.iat)) throw tooSoon();
  const token = await signToken(context, oauth, 'at+jwt', claims);
  await context.record({
    writes: [],
    entries: [
      { type: 'token.issued', actor: client.id, jti: claims.jti, facts: { grant: 'client_credentials' } },
    ],
  });
  return tokenAnswer(token, claims);
}

async function isCutOff(context: Context, id: string, iat: number): Promise<boolean> {
  const cut = serviceCutOff(id, new Date(iat * 1000));
  return (await context.reader.$count(clients, and(eq(clients.id, id), cut))) > 0;
}

/** Nothing is issued that would be refused: the clocks may be apart by that much. */
function tooSoon(): OAuthError {
  return new OAuthError('temporarily_unavailable', 'this client was cut off a moment ago; ask again', {
    status: 503,
    headers: { 'retry-after': '3' },
  });
}
