import { connect, createServer, type Server } from 'node:net';
import { close, listen, loopback } from './loopback.ts';

/**
 * Next listens on one address of `localhost`, the one the system names first. A client that tries only the
 * other is carried over, so that the console answers on both as the other programs do.
 */
export async function bridgeOtherLoopback(port: number): Promise<() => Promise<void>> {
  const servers: Server[] = [];
  for (const [index, host] of loopback.entries()) {
    const other = loopback[1 - index] ?? host;
    const server = createServer((socket) => {
      const through = connect(port, other);
      socket.pipe(through).pipe(socket);
      socket.on('error', () => through.destroy());
      through.on('error', () => socket.destroy());
    });
    server.unref();
    if (!(await listen(server, port, host))) servers.push(server);
  }
  return async () => {
    await Promise.race([Promise.all(servers.map(close)), new Promise((resolve) => setTimeout(resolve, 200))]);
  };
}
