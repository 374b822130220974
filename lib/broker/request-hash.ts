import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** base64url(SHA-256(JCS)) of a request that has no id yet: what a responder signs about it. */
export function requestHash(request: object): string {
  const text = canonicalize(request);
  if (text === undefined) throw new Error('A request has a canonical form.');
  return createHash('sha256').update(text).digest('base64url');
}
