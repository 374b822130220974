import { Hono, type Context as HonoContext } from 'hono';
import { admit, limitBody, limitRate } from './api/admit.ts';
import { answerError } from './api/answer-error.ts';
import { apiCalls } from './api/calls.ts';
import { openApiDocument } from './api/document.ts';
import type { ApiEnv, Edge } from './api/environment.ts';
import { failedAuthentications } from './api/failed-authentications.ts';
import { guard } from './api/guard.ts';
import { refusalRecorder } from './api/record-refusal.ts';
import { type Backlog, LATEST_SEQUENCED_MS } from './audit/backlog.ts';
import { type Context, contextFor, type Services, withSender } from './context.ts';
import { readiness } from './db/readiness.ts';
import { databaseIsUnavailable } from './db/unavailable.ts';
import { PolicyRefusal } from './decisions/policy-refusal.ts';
import { notFound, type OAuthError, Refusal } from './errors.ts';
import { decisionPointMetadata } from './gateways/decision-point-metadata.ts';
import { openStreams } from './http/open-streams.ts';
import { problemOf } from './http/problem.ts';
import { rateLimit } from './http/rate-limit.ts';
import { newRequestId, traceIdOf } from './http/request-id.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { jsonAnswer } from './oauth/answer.ts';
import { authenticate } from './oauth/authenticate.ts';
import { authenticateBackend } from './oauth/authenticate-backend.ts';
import { wellKnownUrl } from './oauth/challenge.ts';
import { clientKeyEndpoint } from './oauth/client-key-endpoint.ts';
import { stillCarried } from './oauth/delegated/still-carried.ts';
import { globalTokenRevocation } from './oauth/global-token-revocation.ts';
import { grantTokenFor } from './oauth/grant-token.ts';
import { introspectionEndpoint, type StillCarried } from './oauth/introspection-endpoint.ts';
import { jwksEndpoint } from './oauth/jwks-endpoint.ts';
import { isSignedIn } from './oauth/live-principal.ts';
import { authorizationServerMetadata, metadataAnswer, protectedResourceMetadata } from './oauth/metadata.ts';
import type { OAuth } from './oauth/open-oauth.ts';
import { revokeEndpoint } from './oauth/revoke-endpoint.ts';
import { tokenEndpoint } from './oauth/token-endpoint.ts';
import type { EventFeed } from './signals/event-feed.ts';
import type { SignalLog } from './signals/signal-log.ts';
import { noteUse } from './signals/token-use.ts';

export interface Parts {
  services: Services;
  oauth: OAuth;
  backlog: Backlog;
  feed: EventFeed;
  signals: SignalLog;
}

export interface App {
  fetch: Hono<ApiEnv>['fetch'];
  request: Hono<ApiEnv>['request'];
  edge: Edge;
}

/** Browsers of one person at one door, or nodes of one backend. */
const MOST_STREAMS = 8;

/** Not refusals: the client is told to go on. */
const NOT_YET = new Set(['use_dpop_nonce', 'authorization_pending', 'slow_down']);

function edgeOf({ services, oauth, feed, signals }: Parts): Edge {
  return {
    services,
    oauth,
    authenticate: (context, request, connection) => authenticate(context, oauth, request, connection),
    authenticateBackend,
    isSignedIn,
    grantToken: (context, of) => grantTokenFor(context, oauth, of),
    feed,
    signals,
    streams: openStreams(MOST_STREAMS),
    limit: rateLimit('default', services.config.rateLimitPerMinute),
    refusals: refusalRecorder(),
    failures: failedAuthentications(),
  };
}

/** A client that is known gets an entry, a stranger is counted. */
async function recordOAuthRefusal(edge: Edge, context: Context, error: OAuthError): Promise<void> {
  if (NOT_YET.has(error.error)) return;
  const { clientId } = context.request;
  if (clientId === undefined) return edge.failures.count(error.error);
  const { description, status, detail, extra, concerned } = error;
  const code = typeof extra.reason === 'string' ? extra.reason : error.error;
  const options = { status, ...(detail ? { detail } : {}) };
  const refusal =
    error.cause instanceof PolicyRefusal
      ? new PolicyRefusal(error.cause.decision, code, description, options)
      : new Refusal(code, description, options);
  await edge.refusals(context, refusal, { operation: 'token', ...(concerned ?? { actor: clientId }) });
}

/** In trouble nothing is active. What is found active is in use: the backend will be asked what came of it. */
function vouchedFor({ trouble }: Services, carried: StillCarried): StillCarried {
  return async (context, claims, resource) => {
    if ((await trouble.present()) || !(await carried(context, claims, resource))) return false;
    await noteUse(context, String(claims.jti));
    return true;
  };
}

function oauthEndpoints(app: Hono<ApiEnv>, { services, oauth }: Parts, edge: Edge): void {
  const { issuer, mtlsUrl, rateLimitPerMinute } = services.config;
  const limit = rateLimit('token', rateLimitPerMinute);
  const ofTokens = { limit: rateLimit('introspect-revoke', rateLimitPerMinute) };
  const path = (url: string) => new URL(url).pathname;
  const serves = { mtlsUrl, delegation: true, globalTokenRevocation: true };
  app.get(path(wellKnownUrl(issuer, 'oauth-authorization-server')), () =>
    metadataAnswer(authorizationServerMetadata(issuer, serves)),
  );
  app.get(path(wellKnownUrl(issuer, 'oauth-protected-resource')), () =>
    metadataAnswer(protectedResourceMetadata(issuer)),
  );
  app.get(path(wellKnownUrl(issuer, 'authzen-configuration')), () =>
    metadataAnswer(decisionPointMetadata(issuer)),
  );
  app.get('/jwks', (c) => jwksEndpoint(c.get('context'), oauth));
  app.all('/token', (c) =>
    tokenEndpoint(c.get('context'), oauth, c.req.raw, c.env.connection, {
      withSender: (context, sender) => withSender(services, context, sender),
      requireLog: () => services.trouble.requireNone(),
      limit,
      refused: (context, error) => recordOAuthRefusal(edge, context, error),
    }),
  );
  const introspection = { ...ofTokens, isCarried: vouchedFor(services, stillCarried) };
  const countingStrangers = async (answer: Promise<Response>) => {
    const { status } = await answer;
    if (status === 401) edge.failures.count('invalid_client');
    return answer;
  };
  app.all('/introspect', (c) =>
    countingStrangers(
      introspectionEndpoint(c.get('context'), oauth, c.req.raw, c.env.connection, introspection),
    ),
  );
  app.all('/client-keys', (c) =>
    clientKeyEndpoint(c.get('context'), c.req.raw, {
      ...ofTokens,
      refused: async ({ error }) => edge.failures.count(error),
    }),
  );
  app.all('/revoke', (c) =>
    countingStrangers(
      revokeEndpoint(c.get('context'), oauth, c.req.raw, c.env.connection, {
        ...ofTokens,
        withSender: (context, sender) => withSender(services, context, sender),
      }),
    ),
  );
}

/** A service with a token of its own, as at the JSON API. */
function globalRevocation(app: Hono<ApiEnv>): void {
  const path = '/global-token-revocation';
  app.use(path, async (c, next) => {
    c.set('operation', 'globalTokenRevocation');
    await next();
  });
  app.use(path, limitBody, admit, limitRate, guard({ service: ['global_revoke'] }));
  app.post(path, (c) => globalTokenRevocation(c.get('context'), c.get('principal'), c.req.raw));
}

const OAUTH_PATHS = new Set(['/token', '/introspect', '/revoke', '/client-keys']);

async function answerFault(error: Error, c: HonoContext<ApiEnv>): Promise<Response> {
  if (!OAUTH_PATHS.has(c.req.path)) return answerError(error, c);
  const { log } = c.get('context');
  log.error({ err: error, path: c.req.path }, 'A fault at an OAuth endpoint.');
  const description = 'nothing can be issued at the moment';
  return databaseIsUnavailable(error)
    ? jsonAnswer({ error: 'temporarily_unavailable', error_description: description }, 503, {
        'retry-after': '2',
      })
    : jsonAnswer({ error: 'server_error', error_description: description }, 500);
}

function healthEndpoints(app: Hono<ApiEnv>, { services, backlog }: Parts): void {
  const keepsUp = async () => (await backlog.ageMs()) < LATEST_SEQUENCED_MS;
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const { ready, checks } = await readiness(services.database.run, services.clock.now, keepsUp);
    return c.json({ ready, checks }, ready ? 200 : 503);
  });
}

export function createApp(parts: Parts): App {
  const { services } = parts;
  const edge = edgeOf(parts);
  const app = new Hono<ApiEnv>();

  app.use('*', async (c, next) => {
    const startedAt = performance.now();
    const requestId = newRequestId();
    const traceId = traceIdOf(c.req.raw.headers);
    const sourceAddress = c.env.connection.remoteAddress;
    const userAgent = c.req.header('user-agent')?.slice(0, 512);
    const from = {
      requestId,
      ...(traceId ? { traceId } : {}),
      ...(sourceAddress ? { sourceAddress } : {}),
      ...(userAgent ? { userAgent } : {}),
    };
    c.set('edge', edge);
    c.set('context', contextFor(services, from));
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    if (!c.res.headers.has('x-request-id')) c.header('x-request-id', requestId);
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    const { clientId } = c.get('context').request;
    const ms = Math.round(performance.now() - startedAt);
    services.log[c.res.status < 400 ? 'debug' : 'info'](
      {
        request: requestId,
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms,
        client: clientId,
      },
      'answered',
    );
  });

  const document = JSON.stringify(openApiDocument());
  app.get('/openapi.json', () => new Response(document, { headers: { 'content-type': 'application/json' } }));
  healthEndpoints(app, parts);
  oauthEndpoints(app, parts, edge);
  globalRevocation(app);
  app.route('/', apiCalls());
  app.onError(answerFault);
  app.notFound(() => problemOf(notFound()));
  return { fetch: app.fetch, request: app.request, edge };
}
