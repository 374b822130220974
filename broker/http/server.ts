import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../config.ts';
import { type Connection, connectionOf } from './connection.ts';
import { isPlainTarget } from './plain-target.ts';
import { problem } from './problem.ts';

export type Fetch = (request: Request, env: { connection: Connection }) => Response | Promise<Response>;

const REQUEST_TIMEOUT_MS = 15_000;
const LOOPBACK = ['127.0.0.1', '::1'];

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}

/** Asks every client for a certificate; whether one is needed is decided where the client is known. */
export async function serve(config: Config, fetch: Fetch): Promise<() => Promise<void>> {
  const { cert, key, ca, requireClientCertificate } = config.tls;
  const options = {
    cert: readFileSync(cert),
    key: readFileSync(key),
    ca: readFileSync(ca),
    minVersion: 'TLSv1.2' as const,
    requestCert: true,
    rejectUnauthorized: requireClientCertificate,
  };
  const listener = getRequestListener((request, env) => {
    if (!('incoming' in env)) throw new Error('Only node connections are served here.');
    const incoming = env.incoming as Parameters<typeof connectionOf>[0];
    if (!isPlainTarget(incoming.url ?? '')) return problem(400, 'invalid_request', 'The path is not plain.');
    return fetch(request, { connection: connectionOf(incoming) });
  });
  const servers = LOOPBACK.map(() => {
    const server = createServer(options, listener);
    server.headersTimeout = REQUEST_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    return server;
  });
  const open: Server[] = [];
  for (const [i, server] of servers.entries()) {
    const host = LOOPBACK[i] ?? '127.0.0.1';
    try {
      await listen(server, config.port, host);
      open.push(server);
    } catch (error) {
      const noIpv6 =
        host === '::1' && error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL';
      if (!noIpv6) throw error;
    }
  }
  return async () => {
    await Promise.all(open.map(close));
  };
}
