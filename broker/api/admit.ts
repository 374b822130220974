import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { withSender } from '../context.ts';
import { Refusal } from '../errors.ts';
import { problem } from '../http/problem.ts';
import { quotaExceeded } from '../http/rate-limit.ts';
import { isBackendPath } from './backend.ts';
import type { ApiEnv, Authenticated } from './environment.ts';
import { PROPOSALS } from './policies/routes.ts';

const LARGEST_BODY = 64 * 1024;

/** A policy version is a folder of files in one body. */
const LARGEST_DRAFT = 1024 * 1024;

const upTo = (maxSize: number): MiddlewareHandler<ApiEnv> =>
  bodyLimit({ maxSize, onError: () => problem(413, 'too_large', 'The body is too large.') });
const limits = { usual: upTo(LARGEST_BODY), draft: upTo(LARGEST_DRAFT) };

export const limitBody: MiddlewareHandler<ApiEnv> = (c, next) =>
  limits[c.req.path === PROPOSALS ? 'draft' : 'usual'](c, next);

/** A token says who calls; a backend that calls as itself may show its certificate alone. */
async function whoCalls(c: HonoContext<ApiEnv>): Promise<Authenticated> {
  const { authenticate, authenticateBackend } = c.get('edge');
  const { connection } = c.env;
  if (isBackendPath(c.req.path) && c.req.header('authorization') === undefined) {
    const principal = await authenticateBackend(c.get('context'), connection);
    if (principal) return { principal, headers: {} };
  }
  return authenticate(c.get('context'), c.req.raw, connection);
}

export const admit: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { services } = c.get('edge');
  const context = c.get('context');
  const { principal, headers } = await whoCalls(c);
  c.set('principal', principal);
  const senderKey = principal.jkt ?? principal.x5t;
  c.set(
    'context',
    withSender(services, context, { clientId: principal.clientId, ...(senderKey ? { senderKey } : {}) }),
  );
  await next();
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
};

/** After the caller is known and before anything is done for it. */
export const limitRate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { clientId, id } = c.get('principal');
  const { policy, allowed, headers } = c.get('edge').limit(`${clientId} ${id}`);
  if (!allowed)
    throw new Refusal('quota_exceeded', 'Too many requests; wait a little.', {
      status: 429,
      headers,
      extra: quotaExceeded(policy),
    });
  await next();
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
};

/** Nothing is issued or extended while the log is behind. */
export const requireLog: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await c.get('edge').services.trouble.requireNone();
  await next();
};
