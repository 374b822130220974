import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';

const LOOPBACK = ['127.0.0.1', '::1'] as const;

function listenAt(server: Server | TlsServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => resolve());
  });
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

function close(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}

/** `localhost` is 127.0.0.1 for some clients and ::1 for others; a machine without IPv6 has only the first. */
export async function listenOnLoopback(
  port: number,
  create: () => Server | TlsServer,
): Promise<() => Promise<void>> {
  const servers: (Server | TlsServer)[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(servers.map(close));
  };
  for (const host of LOOPBACK) {
    const server = create();
    try {
      await listenAt(server, port, host);
      servers.push(server);
    } catch (error) {
      if (host === '::1' && (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT')) continue;
      await closeAll();
      throw error;
    }
  }
  return closeAll;
}
