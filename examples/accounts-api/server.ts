import { getRequestListener } from '@hono/node-server';
import { accountsApp } from './app.ts';
import type { Config } from './config.ts';
import { listenOnLoopback } from './listen.ts';
import { openStore, type Store } from './store/open-store.ts';
import { readSeed, seedOnce } from './store/seed.ts';

type Answer = (request: Request) => Response | Promise<Response>;

const notReady: Answer = () => new Response(null, { status: 503, headers: { 'Retry-After': '1' } });

async function openSeededStore({ dataFolder, seedPath }: Config): Promise<Store> {
  const store = await openStore(dataFolder);
  if (seedPath !== undefined) await seedOnce(store, readSeed(seedPath));
  return store;
}

/** The port comes first: whoever cannot have it never opens the data folder, which takes one owner at a time. */
export async function startAccountsApi(config: Config): Promise<{ close(): Promise<void> }> {
  let answer = notReady;
  const tls = { cert: config.tls.certificate, key: config.tls.key, minVersion: 'TLSv1.2' as const };
  const stopListening = await listenOnLoopback(
    config.port,
    tls,
    getRequestListener((request) => answer(request)),
  );
  const store = await openSeededStore(config);
  answer = accountsApp(store).fetch;
  return {
    async close() {
      await stopListening();
      await store.close();
    },
  };
}
