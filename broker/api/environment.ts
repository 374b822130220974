import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Services } from '../context.ts';
import type { Delegation } from '../delegation/delegation.ts';
import type { Connection } from '../http/connection.ts';
import type { OpenStreams } from '../http/open-streams.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Principal } from '../identity/principal.ts';
import type { OAuth } from '../oauth/open-oauth.ts';
import type { Session } from '../session/session.ts';
import type { EventFeed } from '../signals/event-feed.ts';
import type { SignalLog } from '../signals/signal-log.ts';
import type { FailedAuthentications } from './failed-authentications.ts';
import type { RefusalRecorder } from './record-refusal.ts';

/** Who calls, and headers that go with every answer to it. */
export interface Authenticated {
  principal: Principal;
  headers: Record<string, string>;
}

/** What the routes share; `app.ts` puts it together. */
export interface Edge {
  services: Services;
  /** For the one call that brings somebody else's credentials. */
  oauth: OAuth;
  authenticate: (context: Context, request: Request, connection: Connection) => Promise<Authenticated>;
  /** A registered backend by its certificate alone; undefined when it is nobody's. */
  authenticateBackend: (context: Context, connection: Connection) => Promise<Principal | undefined>;
  isSignedIn: (context: Context, principal: Principal) => Promise<boolean>;
  /** For the owning client and actor, while there is something to wait for or to use. */
  grantToken: (
    context: Context,
    of: { principal: Principal; delegation: Delegation; session?: Session },
  ) => Promise<string | undefined>;
  feed: EventFeed;
  signals: SignalLog;
  streams: OpenStreams;
  limit: RateLimit;
  refusals: RefusalRecorder;
  failures: FailedAuthentications;
}

export interface ApiEnv {
  Bindings: { connection: Connection };
  Variables: { edge: Edge; context: Context; principal: Principal; operation: string };
}

export type Api = OpenAPIHono<ApiEnv>;
