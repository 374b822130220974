import type { Handler } from 'hono';

/** RFC 9449 §7.1: credentials are missing, so the challenge carries no error. */
const CHALLENGE = 'DPoP algs="ES256 PS256 Ed25519"';

/** Whatever no route has claimed is refused, whether or not it would exist: a stranger learns nothing of the paths. */
export const refuseAll: Handler = (context) =>
  context.json({ type: 'about:blank', title: 'Unauthorized', status: 401 }, 401, {
    'WWW-Authenticate': CHALLENGE,
    'Content-Type': 'application/problem+json',
  });
