import { TokenRejected } from '@countersign/resource-server/jwt';
import type { Context } from '../../context.ts';
import { OAuthError } from '../../errors.ts';
import {
  type ResolvedSignIn,
  resolveSignIn,
  SignInRaced,
  SignInRefused,
} from '../../identity/resolve-sign-in.ts';
import { IssuerUnavailable } from '../../identity/trusted-issuers.ts';
import { newId, type SignInId } from '../../ids.ts';
import { rolesOf } from '../../policy/bundle.ts';
import { signInClaims } from '../claims.ts';
import { acceptIdToken, type IdToken } from '../id-token.ts';
import type { OAuth } from '../open-oauth.ts';
import { narrowed, registeredFor, scopesOf } from '../scopes.ts';
import { signInEnd } from '../sign-in/lifetimes.ts';
import { networkHashes } from '../sign-in/network.ts';
import { firstRefreshToken, refreshTokenHash } from '../sign-in/refresh-token.ts';
import { begin, end, fromSameAuthentication } from '../sign-in/store.ts';
import { signToken } from '../sign-token.ts';
import { spend } from '../single-use.ts';
import { accessTokenType, type TokenAnswer, tokenAnswer } from './answer-token.ts';
import { requireOwnApiAsTarget } from './target.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 8693 with an ID token as subject: a person's token for this broker's API, and its refresh token. */
export async function signInGrant(
  context: Context,
  oauth: OAuth,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const { client, form } = request;
  if (client.signInDomains.length === 0) {
    throw new OAuthError('unauthorized_client', 'this client signs nobody in');
  }
  if (form.get('actor_token') !== undefined || form.get('actor_token_type') !== undefined) {
    throw new OAuthError('invalid_request', 'a sign-in has no actor token');
  }
  requireOwnApiAsTarget(form, context.config.issuer);
  if (form.get('authorization_details') !== undefined) {
    throw new OAuthError('invalid_authorization_details', 'a sign-in has no authorization details');
  }
  const idToken = await acceptSubject(context, oauth, request);
  try {
    return await begun(context, oauth, request, idToken);
  } catch (error) {
    if (!(error instanceof SignInRaced)) throw error;
    return begun(context, oauth, request, idToken);
  }
}

async function acceptSubject(
  context: Context,
  oauth: OAuth,
  { client, form }: TokenRequest,
): Promise<IdToken> {
  try {
    const idToken = await acceptIdToken(context, oauth.issuers, client, form.get('subject_token') ?? '');
    await spend(context, [idToken.use]);
    return idToken;
  } catch (error) {
    if (error instanceof TokenRejected) throw subjectRefused(error.message);
    if (error instanceof IssuerUnavailable) {
      throw new OAuthError('temporarily_unavailable', 'the keys of the issuer cannot be had at the moment', {
        status: 503,
        headers: { 'retry-after': '5' },
      });
    }
    throw error;
  }
}

async function begun(
  context: Context,
  oauth: OAuth,
  { client, sender, form, asserted }: TokenRequest,
  idToken: IdToken,
): Promise<TokenAnswer> {
  const { person, ...taking } = await resolved(context, idToken);
  const now = context.clock.now();
  const roles = rolesOf(context.policy.bundle, person.domain, person.groups);
  const scopes = narrowed(form.get('scope'), registeredFor(client, scopesOf(person.domain, roles)));
  if (scopes === undefined)
    throw new OAuthError('invalid_scope', 'the scope is beyond what the person may have');
  const id: SignInId = newId('sgn', now.getTime());
  const endsAt = signInEnd(person.domain, now, idToken.providerSessionEnd);
  if (endsAt <= now) throw subjectRefused('the session at the identity provider is over');
  const facts = {
    domain: person.domain,
    subId: { iss: person.iss, sub: person.sub },
    person: person.person,
    roles,
    signInId: id,
    authTime: idToken.authTime,
    acr: idToken.acr,
    amr: idToken.amr,
  };
  const claims = signInClaims(
    {
      issuer: context.config.issuer,
      subject: person.id,
      clientId: client.id,
      confirmation: sender.confirmation,
      scopes,
      now,
      notAfter: [endsAt, idToken.expiresAt],
    },
    facts,
  );
  const [accessToken, refreshToken] = [
    await signToken(context, oauth, 'at+jwt', claims),
    firstRefreshToken(),
  ];
  const family = {
    id,
    clientId: client.id,
    peopleId: person.id,
    confirmation: sender.confirmation,
    roles,
    scopes,
    authTime: idToken.authTime ?? null,
    acr: idToken.acr ?? null,
    amr: [...idToken.amr],
    providerSession: idToken.providerSession ?? null,
    idTokenIssuedAt: idToken.issuedAt,
    network: networkHashes(oauth.networkKeys, id, asserted)[0] ?? null,
    endsAt,
  };
  const replaced = await fromSameAuthentication(context.reader, { ...family, not: id });
  await context.record({
    writes: [
      ...taking.writes,
      ...begin(
        context,
        family,
        refreshTokenHash(refreshToken),
        subjectRefused('the person was disabled, or cut off since the ID token was issued'),
      ),
      ...replaced.map((old) => end(context, old.id, 'newer_sign_in')),
    ],
    entries: [
      ...taking.entries,
      {
        type: 'sign_in.started',
        actor: person.id,
        target: id,
        policyVersion: context.policy.version,
        facts: { domain: person.domain, scope: scopes.join(' '), roles: roles.join(' ') },
        detail: { name: person.name },
      },
      ...replaced.map((old) => ({
        type: 'sign_in.ended',
        actor: person.id,
        target: old.id,
        facts: { by: 'newer_sign_in' },
      })),
      { type: 'token.issued', actor: person.id, target: id, jti: claims.jti, facts: { grant: 'sign_in' } },
    ],
  });
  return {
    ...tokenAnswer(accessToken, claims),
    issued_token_type: accessTokenType,
    refresh_token: refreshToken,
  };
}

async function resolved(context: Context, { identity }: IdToken): Promise<ResolvedSignIn> {
  try {
    return await resolveSignIn(context, identity);
  } catch (error) {
    if (error instanceof SignInRefused) throw subjectRefused(error.message);
    throw error;
  }
}

/** RFC 8693 §2.2.2. Which check it was stands in the log; the answer would tell a stranger who is known here. */
function subjectRefused(detail: string): OAuthError {
  return new OAuthError('invalid_request', 'the subject token is not acceptable', {
    detail,
    extra: { reason: 'subject_token_invalid' },
  });
}
