import { TokenRejected } from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import type { Connection } from '../http/connection.ts';
import type { Principal } from '../identity/principal.ts';
import { acceptOwnApiToken, type OwnApiToken } from './access-token.ts';
import {
  insufficientScope,
  nonceWanted,
  proofRefused,
  type Scheme,
  signInWanted,
  tokenRefused,
} from './challenge.ts';
import { acceptProof, KeyMismatch, NonceWanted } from './dpop.ts';
import { livePrincipal } from './live-principal.ts';
import type { OAuth } from './open-oauth.ts';

/** Who calls, and the headers that go with every answer to it. */
export interface Authenticated {
  readonly principal: Principal;
  readonly headers: Record<string, string>;
}

interface Presented {
  readonly scheme: Scheme;
  readonly token: string;
}

/** RFC 9110 §11.6.2: one credential; scheme names compare case-insensitively. Anything else is none. */
export function presentedToken(request: Request): Presented | undefined {
  const match = /^(dpop|bearer) +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '');
  const [, scheme, token] = match ?? [];
  if (scheme === undefined || token === undefined) return undefined;
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token };
}

/** Who calls the broker's own API: RFC 9449 §7 and RFC 8705 §3, then the database's word. */
export async function authenticate(
  context: Context,
  oauth: OAuth,
  request: Request,
  connection: Connection,
): Promise<Authenticated> {
  const { issuer } = context.config;
  const presented = presentedToken(request);
  if (presented === undefined) throw signInWanted(issuer);
  const token = await acceptedToken(context, oauth, presented);
  let headers: Record<string, string> = {};
  if ('jkt' in token.confirmation) {
    if (presented.scheme !== 'DPoP')
      throw tokenRefused(issuer, 'DPoP', 'this token needs a proof of possession');
    headers = await requireProof(context, oauth, request, presented.token, token.confirmation.jkt);
  } else {
    requireCertificate(issuer, presented.scheme, connection, token.confirmation['x5t#S256']);
  }
  const principal = await livePrincipal(context, token);
  if (principal === undefined) throw tokenRefused(issuer, presented.scheme, 'the token is no longer valid');
  return { principal, headers };
}

async function acceptedToken(
  context: Context,
  oauth: OAuth,
  { scheme, token }: Presented,
): Promise<OwnApiToken> {
  try {
    return await acceptOwnApiToken(context, oauth, token);
  } catch (error) {
    if (!(error instanceof TokenRejected)) throw error;
    throw tokenRefused(context.config.issuer, scheme, 'the token is not valid', error.message);
  }
}

/** RFC 9449 §4.3, §7. */
async function requireProof(
  context: Context,
  oauth: OAuth,
  request: Request,
  accessToken: string,
  thumbprint: string,
): Promise<Record<string, string>> {
  const { issuer } = context.config;
  try {
    const { freshNonce } = await acceptProof(context, request.headers.get('dpop'), {
      method: request.method,
      urls: [publicUrl(issuer, request.url)],
      nonces: oauth.nonces,
      nonceRequired: false,
      accessToken,
      thumbprint,
    });
    return freshNonce === undefined ? {} : { 'dpop-nonce': freshNonce };
  } catch (error) {
    if (error instanceof NonceWanted) throw nonceWanted(issuer, error.nonce);
    if (error instanceof KeyMismatch) throw tokenRefused(issuer, 'DPoP', 'the token is bound to another key');
    if (error instanceof TokenRejected) throw proofRefused(issuer, error.message);
    throw error;
  }
}

/** The configured origin and path, then the path that was asked for: a Host header says nothing here. */
export function publicUrl(issuer: string, requested: string): string {
  const base = new URL(issuer);
  const { pathname } = new URL(requested);
  const prefix = base.pathname === '/' ? '' : base.pathname;
  const alreadyBelow = prefix !== '' && (pathname === prefix || pathname.startsWith(`${prefix}/`));
  return `${base.origin}${alreadyBelow ? '' : prefix}${pathname}`;
}

/** RFC 8705 §3: the token's certificate is the connection's. */
function requireCertificate(
  issuer: string,
  scheme: Scheme,
  connection: Connection,
  thumbprint: string,
): void {
  if (scheme !== 'Bearer') throw tokenRefused(issuer, scheme, 'this token is bound to a certificate');
  if (connection.untrustedCertificate || connection.certificate?.thumbprint !== thumbprint) {
    throw tokenRefused(issuer, scheme, 'the token is bound to another certificate');
  }
}

/** Any one of the scopes will do. */
export function requireScope(context: Context, principal: Principal, ...anyOf: string[]): void {
  if (anyOf.some((scope) => principal.scopes.includes(scope))) return;
  throw insufficientScope(context.config.issuer, principal.jkt === undefined ? 'Bearer' : 'DPoP', anyOf);
}
