import { signingAlgorithms } from './jwt/signature.ts';
import { CallRefused } from './refusal.ts';

export type Scheme = 'DPoP' | 'Bearer';

/** The refusals of RFC 6750 §3.1 and RFC 9449 §7.1, each with the challenge that belongs to it. */
export interface Challenges {
  credentialsMissing(): CallRefused;
  tokenRefused(scheme: Scheme, description: string, code?: string): CallRefused;
  proofRefused(description: string): CallRefused;
  insufficient(scheme: Scheme, code: string, description: string, action?: string): CallRefused;
}

export function challenges(resource: string): Challenges {
  const metadata = metadataUrl(resource);
  const challenge = (scheme: Scheme, parameters: Record<string, string>): string => {
    const all = {
      ...parameters,
      ...(scheme === 'DPoP' ? { algs: signingAlgorithms.join(' ') } : {}),
      resource_metadata: metadata,
    };
    const written = Object.entries(all).map(([name, value]) => `${name}="${quotable(value)}"`);
    return `${scheme} ${written.join(', ')}`;
  };
  return {
    credentialsMissing: () =>
      new CallRefused(401, 'token_required', 'This call needs a delegated token.', challenge('DPoP', {})),
    tokenRefused: (scheme, description, code = 'invalid_token') =>
      new CallRefused(
        401,
        code,
        `${sentence(description)}.`,
        challenge(scheme, { error: 'invalid_token', error_description: description }),
      ),
    proofRefused: (description) =>
      new CallRefused(
        401,
        'invalid_dpop_proof',
        `${sentence(description)}.`,
        challenge('DPoP', { error: 'invalid_dpop_proof', error_description: description }),
      ),
    insufficient: (scheme, code, description, action) =>
      new CallRefused(
        403,
        code,
        `${sentence(description)}.`,
        challenge(scheme, {
          error: 'insufficient_scope',
          error_description: description,
          ...(action === undefined ? {} : { scope: action }),
        }),
      ),
  };
}

/** RFC 9728 §3.1: the well-known part stands between host and path. */
export function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

/** RFC 6750 §3: %x20-21 / %x23-5B / %x5D-7E. */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
