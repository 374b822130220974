import { signingAlgorithms } from '@countersign/resource-server/jwt';
import { Refusal } from '../errors.ts';
import { describable } from './answer.ts';

export type Scheme = 'DPoP' | 'Bearer';

/** RFC 9110 §11.6.1, RFC 9449 §7.1, RFC 6750 §3, RFC 9728 §5.1. */
export function challenge(issuer: string, scheme: Scheme, parameters: Record<string, string> = {}): string {
  const all = {
    ...parameters,
    ...(scheme === 'DPoP' ? { algs: signingAlgorithms.join(' ') } : {}),
    resource_metadata: resourceMetadataUrl(issuer),
  };
  return `${scheme} ${Object.entries(all)
    .map(([name, value]) => `${name}="${describable(value)}"`)
    .join(', ')}`;
}

/** RFC 9728 §3.1: the well-known part stands between host and path. */
export function resourceMetadataUrl(issuer: string): string {
  return wellKnownUrl(issuer, 'oauth-protected-resource');
}

export function wellKnownUrl(issuer: string, name: string): string {
  const url = new URL(issuer);
  return `${url.origin}/.well-known/${name}${url.pathname === '/' ? '' : url.pathname}`;
}

/** RFC 9449 §7.1: no credentials, so no error code. */
export function signInWanted(issuer: string): Refusal {
  return new Refusal('sign_in_required', 'This call needs an access token.', {
    status: 401,
    headers: { 'www-authenticate': challenge(issuer, 'DPoP') },
  });
}

export function tokenRefused(issuer: string, scheme: Scheme, description: string, detail?: string): Refusal {
  return refused(issuer, scheme, 'invalid_token', description, detail);
}

export function proofRefused(issuer: string, description: string): Refusal {
  return refused(issuer, 'DPoP', 'invalid_dpop_proof', description);
}

/** RFC 9449 §9. */
export function nonceWanted(issuer: string, nonce: string): Refusal {
  const description = 'a fresh nonce is required in the proof';
  const error = refused(issuer, 'DPoP', 'use_dpop_nonce', description);
  return new Refusal(error.code, error.message, {
    status: 401,
    headers: { ...error.headers, 'dpop-nonce': nonce },
  });
}

function refused(
  issuer: string,
  scheme: Scheme,
  code: string,
  description: string,
  detail?: string,
): Refusal {
  return new Refusal(code, 'The access token or its proof is not acceptable.', {
    status: 401,
    headers: {
      'www-authenticate': challenge(issuer, scheme, { error: code, error_description: description }),
    },
    detail: detail ?? description,
  });
}

/** RFC 9470 §3: the refusal says how recent the sign-in must be; told in the scheme that was used. */
export function stepUpChallenge(issuer: string, scheme: Scheme, { code, extra }: Refusal): string {
  const { acr_values, max_age } = extra;
  return challenge(issuer, scheme, {
    error: code,
    acr_values: String(acr_values),
    max_age: String(max_age),
  });
}

/** RFC 6750 §3.1. */
export function insufficientScope(issuer: string, scheme: Scheme, scopes: readonly string[]): Refusal {
  const scope = scopes.join(' ');
  return new Refusal('insufficient_scope', 'Your sign-in does not allow this.', {
    status: 403,
    headers: { 'www-authenticate': challenge(issuer, scheme, { error: 'insufficient_scope', scope }) },
  });
}
