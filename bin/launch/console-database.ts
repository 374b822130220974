import { mkdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from '@electric-sql/pglite-socket';
import { LaunchError } from './launch-error.ts';
import { listen, loopback } from './loopback.ts';
import type { Settings } from './settings.ts';
import { Turns } from './turns.ts';

export interface ConsoleDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The console always speaks PostgreSQL by URL. Without one of its own it gets this: PGlite, owned by the
 * launcher because Next evaluates server modules in several processes, served on loopback only.
 */
export async function openConsoleDatabase(settings: Settings): Promise<ConsoleDatabase> {
  if (settings.consoleDatabaseUrl) return { url: settings.consoleDatabaseUrl, close: async () => {} };
  return serve(join(settings.data, 'console'), settings.ports['console-database']);
}

export async function serve(folder: string | undefined, port: number): Promise<ConsoleDatabase> {
  if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = await PGlite.create(folder ? { dataDir: folder } : {});
  const turns = new Turns(db);
  const handlers = new Set<PGLiteSocketHandler>();
  const servers: Server[] = [];
  const connected = (socket: Socket) => {
    const handler = new PGLiteSocketHandler({
      // The package's type names its own class; these three methods are all it calls.
      queryQueue: turns as unknown as PGLiteSocketHandlerOptions['queryQueue'],
      closeOnDetach: true,
    });
    handlers.add(handler);
    const gone = () => handlers.delete(handler);
    handler.addEventListener('close', gone);
    handler.addEventListener('error', gone);
    void handler.attach(socket);
  };
  for (const host of loopback) {
    const server = createServer(connected);
    const fault = await listen(server, port, host);
    if (!fault) servers.push(server);
    else if (fault === 'EADDRINUSE')
      throw new LaunchError(`Port ${port}, for the console's database, is taken.`);
  }
  return {
    url: `postgres://postgres@localhost:${port}/postgres`,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      await Promise.all([...handlers].map((handler) => handler.detach(true)));
      await Promise.all(closed);
      await db.close();
    },
  };
}
