import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { withSender } from '../context.ts';
import { Refusal } from '../errors.ts';
import { AccessRefused, checkAccess } from '../gateways/check-access.ts';
import { delegationHeaders } from '../gateways/delegation-headers.ts';
import { endCaller } from '../gateways/end-caller.ts';
import { originalRequest } from '../gateways/original-request.ts';
import { backendOf } from './backend.ts';
import type { Api, ApiEnv } from './environment.ts';

const header = (description: string) => ({ description, schema: { type: 'string' as const } });

const told = {
  'Delegation-Session': header('RFC 9651: `"<sid>";actor="…";subject="…";actions="…";exp=…`.'),
  'Delegation-Id': header('The delegation.'),
  'Delegation-Subject': header('Whose data and authority are used.'),
  'Delegation-Actor': header('Who really acts.'),
  'Delegation-Actions': header('What the token allows, separated by spaces.'),
  'Delegation-Action': header('What was checked, if something was named.'),
  'Delegation-Resource': header('On what, if it was named.'),
  'Delegation-Revealed': header(
    'Fields of that action which policy masks and the token shows, separated by spaces; without it, none.',
  ),
  'Delegation-Intent': header('Of a change: the id under which its outcome can be reported.'),
};

const refused = (description: string) => ({
  description,
  headers: {
    'WWW-Authenticate': header('RFC 6750, RFC 9449, RFC 9728, of the resource behind the gateway.'),
  },
});

const checkRoute = createRoute({
  method: 'get',
  path: '/v1/check',
  tags: ['gateways'],
  operationId: 'checkAccess',
  summary: 'Whether a request may pass a gateway, answered to the gateway',
  description:
    'For nginx `auth_request` and Traefik forward-auth. `Authorization` and `DPoP` are those of the request at the ' +
    'gateway; the gateway itself is known by its client certificate alone, which must be that of a registered ' +
    'backend with the scope `introspect`. Envoy asks at `/v1/check` followed by the original path, by the original ' +
    'method, names the action by `Delegation-Action` and `Delegation-Resource`, and is answered 200. No answer has a ' +
    'body.',
  security: [{ certificate_bound: ['introspect'] }],
  'x-access': { service: ['introspect'] },
  request: {
    query: z.object({
      action: z.string().optional().openapi({ description: 'Which action of the catalogue this is.' }),
      resource: z
        .string()
        .optional()
        .openapi({ description: '`account/8f2c`; `{n}` is the n-th segment of the original path.' }),
    }),
    headers: z.object({
      'x-original-method': z.string().optional().openapi({ description: 'nginx.' }),
      'x-original-uri': z.string().optional().openapi({ description: 'nginx: `$request_uri`.' }),
      'x-forwarded-method': z.string().optional().openapi({ description: 'Traefik.' }),
      'x-forwarded-uri': z.string().optional().openapi({ description: 'Traefik.' }),
      'client-cert': z.string().optional().openapi({ description: 'RFC 9440: what the end caller showed.' }),
    }),
  },
  responses: {
    204: { description: 'It may pass, and that is on record.', headers: told },
    400: { description: 'The gateway speaks no dialect, or more than one.' },
    401: refused('No token, or none that is good for this; the proof is of another request, or was used.'),
    403: refused('The token does not cover this; or the caller is no gateway.'),
    429: { description: 'Too many requests.' },
    503: { description: 'Nothing can be recorded now, so nothing passes.' },
  },
});

/** No body: what a gateway passes on to the end caller is in the headers. */
const answer = (status: number, headers: Record<string, string>) =>
  new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** A gateway is a registered backend by its certificate alone: `Authorization` is its caller's. */
async function gatewayOf(c: HonoContext<ApiEnv>) {
  const { authenticateBackend } = c.get('edge');
  const context = c.get('context');
  const principal = await authenticateBackend(context, c.env.connection);
  if (!principal?.scopes.includes('introspect'))
    throw new Refusal('unknown_gateway', 'Only a registered backend can ask this.', { status: 403 });
  return { principal, backend: await backendOf(context, principal) };
}

async function check(c: HonoContext<ApiEnv>): Promise<Response> {
  c.set('operation', 'checkAccess');
  const { services, oauth, limit } = c.get('edge');
  const { principal, backend } = await gatewayOf(c);
  const sender = { clientId: principal.clientId, ...(principal.x5t ? { senderKey: principal.x5t } : {}) };
  const context = withSender(services, c.get('context'), sender);
  c.set('context', context);
  const request = c.req.raw;
  const original = originalRequest(request);
  const parts = { oauth, trouble: services.trouble };
  const caller = await endCaller(context, parts, request, { ...original, resource: backend.resource });
  // Per end caller: one of them must not be able to shut the gateway for all.
  const { allowed, headers } = limit(`${principal.id} ${caller.actor}`);
  if (!allowed) throw new Refusal('quota_exceeded', 'Too many requests.', { status: 429, headers });
  const checked = await checkAccess(context, backend, caller, original);
  return answer(original.yes, { ...caller.headers, ...delegationHeaders(checked) });
}

/** Whose session it was goes on record; who could not be told is counted. */
async function refuse(c: HonoContext<ApiEnv>, error: Refusal | AccessRefused): Promise<Response> {
  const { refusals, failures } = c.get('edge');
  const context = c.get('context');
  const refusal = error instanceof AccessRefused ? error.refusal : error;
  context.log.info({ code: refusal.code, detail: refusal.detail, operation: 'checkAccess' }, refusal.message);
  if (error instanceof AccessRefused) {
    const { actorId: actor, id: session, delegation } = error.session;
    await refusals(context, refusal, {
      operation: 'checkAccess',
      actor,
      session,
      delegation: delegation.id,
    }).catch((cause: unknown) => context.log.error({ err: cause }, 'A refusal was not recorded.'));
  } else {
    failures.count(refusal.code);
  }
  return answer(refusal.status, refusal.headers);
}

async function answerCheck(c: HonoContext<ApiEnv>): Promise<Response> {
  try {
    return await check(c);
  } catch (error) {
    if (error instanceof Refusal || error instanceof AccessRefused) return refuse(c, error);
    throw error;
  }
}

/** Before what every other call goes through: the credentials that come along are nobody's who calls the broker. */
export function checkCalls(api: Api): void {
  api.openAPIRegistry.registerPath(checkRoute);
  api.all('/v1/check', answerCheck);
  api.all('/v1/check/*', answerCheck);
}
