import { createHash } from 'node:crypto';
import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { GuardedDelegation } from './delegation.ts';
import type { GuardDeclaration } from './guard.ts';
import type { ResourceServer } from './resource-server.ts';

/** What {@link delegated} puts into Hono's context: `c.get('delegation')`. */
export interface DelegatedEnvironment {
  Variables: { delegation: GuardedDelegation };
}

/**
 * Hono middleware for one route: the handler behind it runs only for a delegated caller who may do this.
 * The handler's answer decides the outcome told to the broker: below 400 `done`, below 500 `refused`,
 * else `failed`.
 * @throws TypeError like {@link ResourceServer.guard}.
 */
export function delegated(
  server: ResourceServer,
  declaration: GuardDeclaration<Context>,
): MiddlewareHandler<DelegatedEnvironment> {
  const guard = server.guard(declaration);
  return async (context, next) => {
    const call = server.incoming(context.req.raw, certificateThumbprint(context));
    const response = await guard.run(call, context as unknown as Context, async (delegation) => {
      context.set('delegation', delegation);
      await next();
      return context.res;
    });
    // Hono merges headers of the answer it already has into one that replaces it; there must be none.
    context.res = undefined;
    context.res = response;
  };
}

/** Hono handler for whatever no route has claimed; see {@link ResourceServer.deny}. */
export function denyUndeclared(server: ResourceServer): Handler {
  return (context) => server.deny(server.incoming(context.req.raw, certificateThumbprint(context)));
}

interface TlsSocket {
  getPeerCertificate(): { readonly raw?: Uint8Array };
}

/** RFC 8705 §3.1, for Hono on Node: the certificate of the connection itself, never one named by a header. */
function certificateThumbprint(context: { readonly env: unknown }): string | undefined {
  const { incoming } = (context.env ?? {}) as { incoming?: { socket?: Partial<TlsSocket> } };
  const raw = incoming?.socket?.getPeerCertificate?.()?.raw;
  return raw === undefined ? undefined : createHash('sha256').update(raw).digest('base64url');
}
