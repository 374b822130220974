import { constants, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../config.ts';
import { type Connection, connectionOf, type Relays } from './connection.ts';
import { isPlainTarget } from './plain-target.ts';
import { problem } from './problem.ts';
import { trustedProxies } from './trusted-proxies.ts';

export type Fetch = (request: Request, env: { connection: Connection }) => Response | Promise<Response>;

const RECEIVING_MS = 15_000;
const LOOPBACK = ['127.0.0.1', '::1'];

type Incoming = Parameters<typeof connectionOf>[0];

function authoritiesIn(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.map((one) => new X509Certificate(one));
}

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

/**
 * Asks every client for a certificate; whether one is needed is decided where the client is known. Whoever is slower
 * than `receivingMs` with the handshake or with a request is hung up on.
 */
export async function serve(
  config: Pick<Config, 'port' | 'tls' | 'trustedProxies'>,
  fetch: Fetch,
  receivingMs = RECEIVING_MS,
): Promise<() => Promise<void>> {
  const { cert, key, ca, requireClientCertificate } = config.tls;
  const options = {
    cert: readFileSync(cert),
    key: readFileSync(key),
    ca: readFileSync(ca),
    minVersion: 'TLSv1.2' as const,
    requestCert: true,
    rejectUnauthorized: requireClientCertificate,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    handshakeTimeout: receivingMs,
    headersTimeout: receivingMs,
    requestTimeout: receivingMs,
    // How late a request that takes too long may be noticed.
    connectionsCheckingInterval: Math.ceil(receivingMs / 10),
  };
  const relays: Relays = {
    isProxy: trustedProxies(config.trustedProxies),
    authorities: authoritiesIn(options.ca.toString()),
  };
  const listener = getRequestListener((request, env) => {
    if (!('incoming' in env)) throw new Error('Only node connections are served here.');
    const incoming = env.incoming as Incoming;
    if (!isPlainTarget(incoming.url ?? '')) return problem(400, 'invalid_request', 'The path is not plain.');
    return fetch(request, { connection: connectionOf(incoming, relays) });
  });
  const servers = LOOPBACK.map(() => createServer(options, listener));
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
