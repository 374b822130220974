import type { Server } from 'node:net';

export const loopback = ['127.0.0.1', '::1'] as const;

/** Resolves to nothing when the server listens, else to why not (`EADDRINUSE`, …). */
export function listen(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    server.once('error', failed);
    server.listen({ port, host }, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
