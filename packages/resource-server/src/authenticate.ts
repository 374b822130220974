import type { BrokerConnection } from './broker-connection.ts';
import type { BrokerKeys } from './broker-keys.ts';
import type { Challenges, Scheme } from './challenges.ts';
import type { Clock } from './clock.ts';
import { actorOf, confirmationOf, type Delegation, delegationOf, requireClaims } from './delegation.ts';
import { acceptProof } from './dpop-proof.ts';
import { type Jwt, readJwt, requireType, TokenRejected } from './jwt/gate.ts';
import { isJsonObject } from './jwt/json-object.ts';
import { acceptedAlgorithms, algorithmOf, signatureHolds } from './jwt/signature.ts';
import type { LiveView } from './live-view.ts';
import { CallRefused } from './refusal.ts';
import type { ReplayStore } from './replay-store.ts';

/** A call as it reached the backend. */
export interface IncomingCall {
  /** HTTP method as received. */
  readonly method: string;
  /** The public URL that was called, built from configuration and the request's path. */
  readonly url: string;
  readonly headers: Headers;
  /** base64url SHA-256 of the client certificate's DER form, when the connection presented one (RFC 8705 §3.1). */
  readonly certificateThumbprint?: string | undefined;
}

export interface AuthenticationParts {
  readonly issuer: string;
  readonly resource: string;
  readonly connection: BrokerConnection;
  readonly keys: BrokerKeys;
  readonly view: LiveView;
  readonly replay: ReplayStore;
  readonly clock: Clock;
  readonly challenges: Challenges;
}

export interface Authenticated {
  readonly delegation: Delegation;
  readonly scheme: Scheme;
}

export type Authenticate = (call: IncomingCall) => Promise<Authenticated>;

/** Who is calling: every check up to "the session is live", in their order. */
export function authenticator(parts: AuthenticationParts): Authenticate {
  const { issuer, resource, connection, keys, view, replay, clock, challenges } = parts;
  /** Tokens of an older policy that the broker has judged again, with the policy they were judged under. */
  const judged = new Map<string, string>();

  async function requireSignature(jwt: Jwt): Promise<void> {
    const alg = algorithmOf(jwt.header, acceptedAlgorithms);
    const key = await keys.find(jwt.header, alg);
    if (key === undefined || !signatureHolds(jwt, key, alg)) {
      throw new TokenRejected('token signature does not verify');
    }
  }

  async function requireSender(call: IncomingCall, jwt: Jwt, token: string, scheme: Scheme): Promise<void> {
    const confirmation = confirmationOf(jwt.payload);
    if ('x5t' in confirmation) {
      // RFC 8705 §3.
      if (scheme !== 'Bearer') throw new TokenRejected('token is bound to a certificate');
      if (call.certificateThumbprint !== confirmation.x5t) {
        throw new TokenRejected('token is bound to another certificate');
      }
      return;
    }
    // RFC 9449 §7.2.
    if (scheme !== 'DPoP') throw new TokenRejected('token is bound to a key');
    const { method, url, headers } = call;
    const now = clock.now();
    const proof = headers.get('dpop');
    const thumbprint = await acceptProof(proof, { method, url, accessToken: token, now, replay }).catch(
      (error: unknown) => {
        throw error instanceof TokenRejected ? challenges.proofRefused(error.message) : error;
      },
    );
    if (thumbprint !== confirmation.jkt) throw new TokenRejected('token is bound to another key');
  }

  /** After a new policy version, a token of an older one is shown to the broker once. */
  async function requirePolicy({ jti, policyVersion }: Delegation, token: string): Promise<void> {
    const current = view.policyVersion;
    if (current === undefined || policyVersion === current || judged.get(jti) === current) return;
    const response = await connection.sendForm('/introspect', { token }).catch(() => undefined);
    const answer: unknown = await response?.json().catch(() => undefined);
    if (response?.status !== 200 || !isJsonObject(answer)) {
      throw new CallRefused(503, 'broker_unreachable', 'The broker cannot be asked about this token now.');
    }
    if (answer.active !== true) throw new TokenRejected('token is not active');
    if (judged.size > 10_000) judged.clear();
    judged.set(jti, current);
  }

  async function checked(call: IncomingCall, token: string, scheme: Scheme): Promise<Authenticated> {
    const jwt = readJwt(token);
    requireType(jwt.header, 'at+jwt');
    requireClaims(jwt.payload, { issuer, resource, now: clock.now() });
    await requireSignature(jwt);
    await requireSender(call, jwt, token, scheme);
    const delegation = delegationOf(jwt.payload, actorOf(jwt.payload, issuer));
    requireLive(view, challenges, delegation, scheme);
    await requirePolicy(delegation, token);
    return { delegation, scheme };
  }

  return async (call) => {
    const credentials = credentialsIn(call.headers);
    if (credentials === undefined) throw challenges.credentialsMissing();
    const { token, scheme } = credentials;
    try {
      return await checked(call, token, scheme);
    } catch (error) {
      if (!(error instanceof TokenRejected)) throw error;
      throw challenges.tokenRefused(scheme === 'Bearer' ? schemeToUse(token) : scheme, error.message);
    }
  };
}

/** Not ended, and the broker heard from within the last seconds: also asked again right before the deed. */
export function requireLive(
  view: LiveView,
  challenges: Challenges,
  { sid, jti }: Delegation,
  scheme: Scheme,
): void {
  if (view.isEnded(sid)) throw challenges.tokenRefused(scheme, 'the session has ended', 'session_ended');
  if (view.isRevoked(jti)) throw challenges.tokenRefused(scheme, 'token was revoked', 'token_revoked');
  const staleness = view.staleness();
  if (staleness === undefined) return;
  throw new CallRefused(
    503,
    'broker_not_heard',
    `Delegated calls are refused while this backend cannot hear the broker (${staleness}).`,
  );
}

/** RFC 9110 §11.6.2: scheme names compare case-insensitively. Another scheme is none of ours. */
function credentialsIn(headers: Headers): { scheme: Scheme; token: string } | undefined {
  const match = /^(dpop|bearer) +(\S.*)$/i.exec(headers.get('authorization') ?? '');
  if (match === null) return undefined;
  const [, name = '', token = ''] = match;
  return { scheme: name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token };
}

/** A token bound to a key but sent as `Bearer` is answered with the scheme it should come with (RFC 9449 §7.2). */
function schemeToUse(token: string): Scheme {
  try {
    return 'x5t' in confirmationOf(readJwt(token).payload) ? 'Bearer' : 'DPoP';
  } catch {
    return 'DPoP';
  }
}
