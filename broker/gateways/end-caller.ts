import {
  type JsonObject,
  objectClaim,
  requireCurrent,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Trouble } from '../audit/trouble.ts';
import type { Context } from '../context.ts';
import type { Refusal } from '../errors.ts';
import { describeCertificate } from '../http/connection.ts';
import { presentedToken } from '../oauth/authenticate.ts';
import { nonceWanted, proofRefused, type Scheme, signInWanted, tokenRefused } from '../oauth/challenge.ts';
import { stillCarried } from '../oauth/delegated/still-carried.ts';
import { acceptProof, KeyMismatch, NonceWanted } from '../oauth/dpop.ts';
import { isRevoked } from '../oauth/introspection-endpoint.ts';
import type { OAuth } from '../oauth/open-oauth.ts';
import { readOwnToken } from '../oauth/own-token.ts';
import { isConfirmation } from '../oauth/sender.ts';
import type { Revealed } from '../session/session.ts';

/** What is asked with the end caller's credentials: where they count, and for what. */
export interface Asked {
  /** The caller's, which is the resource that the token must be for. */
  readonly resource: string;
  readonly method: string;
  readonly path: string;
}

export interface Parts {
  readonly oauth: OAuth;
  readonly trouble: Trouble;
}

export interface EndCaller {
  readonly jti: string;
  readonly actor: string;
  readonly scheme: Scheme;
  /** Action → masked fields that the token shows. */
  readonly revealed: Revealed;
  /** Goes with every answer. */
  readonly headers: Record<string, string>;
}

/**
 * Who stands before the gateway, as a backend's SDK would find out, and whether all that the token stands on still
 * stands, as introspection finds out. Whatever is wrong with a token is told in the same words: of one for somebody
 * else nothing is learnt here.
 */
export async function endCaller(
  context: Context,
  { oauth, trouble }: Parts,
  request: Request,
  asked: Asked,
): Promise<EndCaller> {
  const { resource } = asked;
  const presented = presentedToken(request);
  if (presented === undefined) throw signInWanted(resource);
  const { token, scheme } = presented;
  const refused = (why: string) => tokenRefused(resource, scheme, 'the token is not valid', why);
  try {
    const claims = await claimsFor(context, oauth, token, resource);
    const actor = actorOf(claims);
    const headers = await requireSender(context, oauth, request, { ...asked, token, scheme, claims });
    const jti = stringClaim(claims, 'jti');
    if (await trouble.present()) throw refused('the log cannot keep up');
    if (await isRevoked(context, jti)) throw refused('the token was revoked');
    if (!(await stillCarried(context, claims, resource))) throw refused('nothing carries the token');
    return { jti, actor, scheme, revealed: revealedIn(claims), headers };
  } catch (error) {
    if (error instanceof TokenRejected) throw refused(error.message);
    throw error;
  }
}

async function claimsFor(
  context: Context,
  oauth: OAuth,
  token: string,
  resource: string,
): Promise<JsonObject> {
  const { payload } = await readOwnToken(context, oauth, 'at+jwt', token);
  requireCurrent(payload, context.clock.now(), ['exp', 'iat']);
  if (payload.iss !== context.config.issuer) throw new TokenRejected('token is of another issuer');
  if (payload.aud !== resource) throw new TokenRejected('token is for another audience');
  return payload;
}

/** RFC 8693 §4.1: nobody comes in without saying who acts. */
const actorOf = (claims: JsonObject): string => stringClaim(objectClaim(claims, 'act'), 'sub');

/** As this broker wrote it: the signature was verified. */
function revealedIn(claims: JsonObject): Revealed {
  const { revealed } = objectClaim(claims, 'dlg');
  return revealed === undefined ? {} : (revealed as Revealed);
}

interface Shown extends Asked {
  readonly token: string;
  readonly scheme: Scheme;
  readonly claims: JsonObject;
}

async function requireSender(
  context: Context,
  oauth: OAuth,
  request: Request,
  shown: Shown,
): Promise<Record<string, string>> {
  const { resource, token, scheme, claims } = shown;
  const { cnf } = claims;
  if (!isConfirmation(cnf)) throw new TokenRejected('token is bound to no key');
  if ('jkt' in cnf) {
    // RFC 9449 §7.2.
    if (scheme !== 'DPoP') throw tokenRefused(resource, 'DPoP', 'this token needs a proof of possession');
    return requireProof(context, oauth, request, { ...shown, token, thumbprint: cnf.jkt });
  }
  // RFC 8705 §3.
  if (scheme !== 'Bearer') throw new TokenRejected('token is bound to a certificate');
  if (relayedThumbprint(request) !== cnf['x5t#S256'])
    throw new TokenRejected('token is bound to another certificate');
  return {};
}

async function requireProof(
  context: Context,
  oauth: OAuth,
  request: Request,
  { resource, method, path, token, thumbprint }: Asked & { token: string; thumbprint: string },
): Promise<Record<string, string>> {
  try {
    const { freshNonce } = await acceptProof(context, request.headers.get('dpop'), {
      method,
      urls: [publicUrl(resource, path)],
      nonces: oauth.nonces,
      nonceRequired: false,
      accessToken: token,
      thumbprint,
    });
    return freshNonce === undefined ? {} : { 'dpop-nonce': freshNonce };
  } catch (error) {
    throw asRefusal(resource, error);
  }
}

function asRefusal(resource: string, error: unknown): Refusal | unknown {
  if (error instanceof NonceWanted) return nonceWanted(resource, error.nonce);
  if (error instanceof KeyMismatch)
    return tokenRefused(resource, 'DPoP', 'the token is bound to another key');
  if (error instanceof TokenRejected) return proofRefused(resource, error.message);
  return error;
}

/** The registered origin and the path that was asked for, which must lie at the resource: no Host header counts. */
function publicUrl(resource: string, path: string): string {
  const { origin, pathname } = new URL(resource);
  const base = pathname.replace(/\/$/, '');
  if (path !== base && !path.startsWith(`${base}/`))
    throw new TokenRejected('the path is none of this resource');
  return `${origin}${path}`;
}

/** RFC 9440 §2: a gateway that takes client certificates says which one was shown; it must drop what callers send. */
function relayedThumbprint(request: Request): string | undefined {
  const [, encoded] =
    /^:([A-Za-z0-9+/]{1,16000}={0,2}):$/.exec(request.headers.get('client-cert') ?? '') ?? [];
  if (encoded === undefined) return undefined;
  try {
    return describeCertificate(Buffer.from(encoded, 'base64')).thumbprint;
  } catch {
    return undefined;
  }
}
