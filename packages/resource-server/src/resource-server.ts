import { authenticator, type IncomingCall } from './authenticate.ts';
import { type BrokerOptions, brokerConnection } from './broker-connection.ts';
import { brokerKeys } from './broker-keys.ts';
import { challenges } from './challenges.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ActionDeclaration, createGuard, type Guard, type GuardDeclaration } from './guard.ts';
import { signingAlgorithms } from './jwt/signature.ts';
import { liveView } from './live-view.ts';
import { type Log, silentLog } from './log.ts';
import { outcomes } from './outcomes.ts';
import { CallRefused } from './refusal.ts';
import type { ReplayStore } from './replay-store.ts';
import { signals } from './signals.ts';

/** What {@link createResourceServer} needs. */
export interface ResourceServerOptions {
  /** The broker's issuer URL: https, without query, fragment or trailing slash; compared byte for byte. */
  readonly issuer: string;
  /** This backend's resource identifier (RFC 8707 §2): the only `aud` that is accepted. */
  readonly resource: string;
  /**
   * Where callers reach this backend, when that is not the origin of `resource`. The request's path is
   * appended; a proof's `htu` is compared with the result.
   */
  readonly publicOrigin?: string;
  /** Every action this backend offers to delegated callers, as registered in the broker's catalogue. */
  readonly actions: Readonly<Record<string, ActionDeclaration>>;
  readonly broker: BrokerOptions;
  readonly replay: ReplayStore;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Protects one backend. */
export interface ResourceServer {
  /** Begins to follow the broker. Until it has caught up every delegated call is refused with 503. */
  start(): void;
  /** Stops following, after a last try (up to 2 s) to deliver outcomes. */
  stop(): Promise<void>;
  /** True when delegated calls are served: the broker was heard within 5 s and outcomes are being delivered. */
  ready(): boolean;
  /**
   * The checks for one route.
   * @throws TypeError when the action is not declared, or `owner` or `identifier` is missing.
   */
  guard<Input>(declaration: GuardDeclaration<Input>): Guard<Input>;
  /** For whatever no guard has claimed: 401 to a stranger, 403 even to a valid delegated caller. */
  deny(call: IncomingCall): Promise<Response>;
  /** The call as the guard takes it. `Host` and forwarding headers are not believed. */
  incoming(request: Request, certificateThumbprint?: string): IncomingCall;
  /** The document at {@link metadataUrl} (RFC 9728 §2). */
  metadata(): Readonly<Record<string, unknown>>;
}

/**
 * Makes the broker's rules hold at a backend: it accepts delegated tokens of one broker for one resource,
 * sender-constrained, for declared actions on resources of the token's subject, while their session lives.
 * @throws TypeError when `issuer` or `resource` is not an https URL.
 */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  const { issuer, resource, actions, replay } = options;
  requireHttps('issuer', issuer);
  requireHttps('resource', resource);
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const origin = options.publicOrigin ?? new URL(resource).origin;

  const connection = brokerConnection(issuer, options.broker);
  const keys = brokerKeys(connection, clock);
  const view = liveView(clock);
  const stream = signals(connection, view, clock, log);
  const reports = outcomes(connection, clock, log);
  const refusals = challenges(resource);
  const authenticate = authenticator({
    issuer,
    resource,
    connection,
    keys,
    view,
    replay,
    clock,
    challenges: refusals,
  });
  const guardParts = { resource, authenticate, view, outcomes: reports, challenges: refusals };

  return {
    start: () => stream.start(),
    async stop() {
      await Promise.all([stream.stop(), reports.stop()]);
    },
    ready: () => view.staleness() === undefined && reports.isDelivering(),
    guard(declaration) {
      const action = Object.hasOwn(actions, declaration.action) ? actions[declaration.action] : undefined;
      if (action === undefined) throw new TypeError(`The action ${declaration.action} is not declared.`);
      if (typeof declaration.owner !== 'function' || typeof declaration.identifier !== 'function') {
        throw new TypeError(`A guard of ${declaration.action} needs to know the resource and its owner.`);
      }
      return createGuard(guardParts, declaration, action);
    },
    async deny(call) {
      try {
        const { scheme } = await authenticate(call);
        return refusals.insufficient(scheme, 'undeclared', 'nothing here is open to a delegation').response();
      } catch (error) {
        if (error instanceof CallRefused) return error.response();
        throw error;
      }
    },
    incoming: (request, certificateThumbprint) => ({
      method: request.method,
      url: `${origin}${new URL(request.url).pathname}`,
      headers: request.headers,
      certificateThumbprint,
    }),
    metadata: () => ({
      resource,
      authorization_servers: [issuer],
      scopes_supported: Object.entries(actions).flatMap(([action, { risk }]) =>
        risk === 'never' ? [] : [action],
      ),
      bearer_methods_supported: ['header'],
      authorization_details_types_supported: ['delegation_session'],
      dpop_signing_alg_values_supported: [...signingAlgorithms],
      tls_client_certificate_bound_access_tokens: true,
    }),
  };
}

function requireHttps(name: string, url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || /[?#]/.test(url) || url.endsWith('/')) {
    throw new TypeError(`${name} must be an https URL without query, fragment or trailing slash.`);
  }
}
