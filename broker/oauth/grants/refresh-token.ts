import { detectionByDefault } from '../../config/detection.ts';
import type { Context } from '../../context.ts';
import { OAuthError } from '../../errors.ts';
import type { Asserted } from '../../http/asserted.ts';
import { findPerson } from '../../identity/find-person.ts';
import type { DirectoryPerson } from '../../identity/store.ts';
import type { SignInId } from '../../ids.ts';
import { rolesOf } from '../../policy/bundle.ts';
import { signInClaims } from '../claims.ts';
import type { OAuth } from '../open-oauth.ts';
import { narrowed, registeredFor, scopesOf, whileFresh } from '../scopes.ts';
import { sameConfirmation } from '../sender.ts';
import { endFamily } from '../sign-in/end-family.ts';
import { retryWindowSeconds } from '../sign-in/lifetimes.ts';
import { networkHashes } from '../sign-in/network.ts';
import { refreshTokenHash, successorOf } from '../sign-in/refresh-token.ts';
import {
  currentHashes,
  findRefresh,
  type PresentedRefresh,
  rotate,
  type SignIn,
  touch,
} from '../sign-in/store.ts';
import { signToken } from '../sign-token.ts';
import { type TokenAnswer, tokenAnswer } from './answer-token.ts';
import { requireOwnApiAsTarget } from './target.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 6749 §6 with rotation after RFC 9700 §4.14.2. */
export async function refreshTokenGrant(
  context: Context,
  oauth: OAuth,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const token = request.form.get('refresh_token');
  if (token === undefined) throw new OAuthError('invalid_request', 'refresh_token is missing');
  requireOwnApiAsTarget(request.form, context.config.issuer);
  const lostRace = new Error('Somebody rotated the token in between.');
  try {
    return await attempt(context, oauth, request, token, lostRace);
  } catch (error) {
    if (error !== lostRace) throw error;
    return attempt(context, oauth, request, token, invalidGrant('the sign-in changed meanwhile'));
  }
}

async function attempt(
  context: Context,
  oauth: OAuth,
  request: TokenRequest,
  token: string,
  lostRace: Error,
): Promise<TokenAnswer> {
  const detection = context.config.detection ?? detectionByDefault;
  const { refreshStorm: storm } = detection;
  const presented = await findRefresh(context, refreshTokenHash(token), {
    windowSeconds: retryWindowSeconds,
    stormSeconds: storm === 'off' ? 0 : storm.seconds,
  });
  requireOwnClient(presented, request);
  const { signIn } = presented;
  if (!sameConfirmation(signIn.confirmation, request.sender.confirmation)) {
    if (presented.alive && detection.otherKey === 'end') await endFamily(context, signIn, 'other_key');
    throw invalidGrant('the refresh token is bound to another key');
  }
  if (!presented.alive) throw invalidGrant('the sign-in is over');
  if (detection.otherNetwork === 'end' && isElsewhere(oauth, signIn, request.asserted)) {
    await endFamily(context, signIn, 'other_network');
    throw invalidGrant('the sign-in began in another network');
  }
  const rotates = request.client.rotatesRefreshTokens;
  if (presented.generation === signIn.generation) {
    if (rotates && storm !== 'off' && presented.rotations >= storm.rotations) {
      await endFamily(context, signIn, 'storm', { rotations: presented.rotations });
      throw invalidGrant('the sign-in was renewed too often');
    }
    const [key] = await oauth.keys.refreshKeys(context);
    if (key === undefined) throw new Error('There is no key for refresh tokens yet.');
    const successor = successorOf(key, signIn.id as SignInId, signIn.generation + 1, token);
    const writes = rotates
      ? rotate(context, signIn, refreshTokenHash(successor), lostRace)
      : [touch(context, signIn, lostRace)];
    return renewed(context, oauth, request, signIn, rotates ? successor : token, writes);
  }
  if (presented.generation === signIn.generation - 1 && presented.insideRetryWindow) {
    const successor = await sameSuccessor(context, oauth, signIn, token);
    return renewed(context, oauth, request, signIn, successor, [touch(context, signIn, lostRace)]);
  }
  // RFC 9700 §4.14.2: either the thief or the person holds an old token, so both lose the sign-in.
  const { generation } = presented;
  await endFamily(context, signIn, 'reuse', { generation, current: signIn.generation });
  throw invalidGrant('an old refresh token was used again');
}

/** Derived once more, with the key of that moment: keys may have been rotated between the two answers. */
async function sameSuccessor(context: Context, oauth: OAuth, signIn: SignIn, token: string): Promise<string> {
  const { id, generation } = signIn;
  const derived = (await oauth.keys.refreshKeys(context)).map((key) =>
    successorOf(key, id as SignInId, generation, token),
  );
  const hashes = await currentHashes(context, id, generation);
  const same = derived.find((successor) => hashes.includes(refreshTokenHash(successor)));
  if (same === undefined) throw invalidGrant('the successor cannot be derived any more');
  return same;
}

/** What nobody asserts cannot differ. */
function isElsewhere({ networkKeys }: OAuth, { id, network }: SignIn, asserted: Asserted): boolean {
  const now = networkHashes(networkKeys, id, asserted);
  return network !== null && now.length > 0 && !now.includes(network);
}

/** RFC 6749 §6. */
function requireOwnClient(
  presented: PresentedRefresh | undefined,
  { client }: TokenRequest,
): asserts presented is PresentedRefresh {
  if (presented === undefined) throw invalidGrant('no such refresh token');
  if (presented.signIn.clientId !== client.id) throw invalidGrant('the refresh token is of another client');
}

async function renewed(
  context: Context,
  oauth: OAuth,
  { client, sender, form }: TokenRequest,
  signIn: SignIn,
  refreshToken: string,
  writes: ReturnType<typeof rotate>,
): Promise<TokenAnswer> {
  const now = context.clock.now();
  const person = await findPerson(context.reader, signIn.peopleId);
  if (!person?.enabled) throw invalidGrant('the person is disabled');
  const { roles, scopes: current } = asOfNow(context, signIn, person, now);
  const allowed = registeredFor(client, current);
  const scopes = narrowed(form.get('scope'), allowed);
  if (scopes === undefined) throw new OAuthError('invalid_scope', 'the scope is beyond what was granted');
  const claims = signInClaims(
    {
      issuer: context.config.issuer,
      subject: person.id,
      clientId: client.id,
      confirmation: sender.confirmation,
      scopes,
      now,
      notAfter: [signIn.endsAt],
    },
    {
      domain: person.domain,
      subId: { iss: person.iss, sub: person.sub },
      person: person.person,
      roles,
      signInId: signIn.id as SignInId,
      authTime: signIn.authTime ?? undefined,
      acr: signIn.acr ?? undefined,
      amr: signIn.amr,
    },
  );
  const accessToken = await signToken(context, oauth, 'at+jwt', claims);
  await context.record({
    writes,
    entries: [
      {
        type: 'token.refreshed',
        actor: person.id,
        target: signIn.id,
        jti: claims.jti,
        policyVersion: context.policy.version,
        facts: { generation: signIn.generation, retry: writes.length === 1 },
      },
    ],
  });
  return { ...tokenAnswer(accessToken, claims), refresh_token: refreshToken };
}

/** Groups and roles as the directory and the policy have them now: they narrow the sign-in, never widen it. */
function asOfNow(context: Context, signIn: SignIn, person: DirectoryPerson, now: Date) {
  const roles = rolesOf(context.policy.bundle, person.domain, person.groups).filter((role) =>
    signIn.roles.includes(role),
  );
  const scopes = scopesOf(person.domain, roles).filter((scope) => signIn.scopes.includes(scope));
  return { roles, scopes: whileFresh(person.domain, scopes, signIn.idTokenIssuedAt, now) };
}

function invalidGrant(detail: string): OAuthError {
  return new OAuthError('invalid_grant', 'the refresh token is not valid', { detail });
}
