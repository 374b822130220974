import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { accountsApp } from './app.ts';
import { brokerFetch } from './broker-fetch.ts';
import type { Config } from './config.ts';
import { listenOnLoopback } from './listen.ts';
import { pagesApp } from './pages/app.ts';
import { protect } from './protect.ts';
import { openStore, type Store } from './store/open-store.ts';
import { readSeed, seedOnce } from './store/seed.ts';

type Answer = (request: Request, env: object) => Response | Promise<Response>;

const notReady: Answer = () => new Response(null, { status: 503, headers: { 'Retry-After': '1' } });

async function openSeededStore({ dataFolder, seedPath }: Config): Promise<Store> {
  const store = await openStore(dataFolder);
  if (seedPath !== undefined) await seedOnce(store, readSeed(seedPath));
  return store;
}

/** The ports come first: whoever cannot have them never opens the data folder, which takes one owner at a time. */
export async function startAccountsApi(config: Config): Promise<{ close(): Promise<void> }> {
  let api = notReady;
  let pages = notReady;
  const tls = {
    cert: config.tls.certificate,
    key: config.tls.key,
    ca: config.tls.authority,
    minVersion: 'TLSv1.2' as const,
    // Asked for, not insisted on: a token may be bound to a certificate (RFC 8705 §3) or to a key.
    requestCert: true,
    rejectUnauthorized: false,
  };
  const stopApi = await listenOnLoopback(config.port, () =>
    createTlsServer(
      tls,
      getRequestListener((request, env) => api(request, env)),
    ),
  );
  const stopPages = await listenOnLoopback(config.pages.port, () =>
    createServer(getRequestListener((request, env) => pages(request, env))),
  ).catch(async (error: unknown) => {
    await stopApi();
    throw error;
  });
  const store = await openSeededStore(config);
  const server = protect(store, { ...config, fetch: brokerFetch(config.tls) });
  server.start();
  api = accountsApp(store, server, config.pages.url).fetch;
  pages = pagesApp(store, config).fetch;
  return {
    async close() {
      await Promise.all([stopApi(), stopPages(), server.stop()]);
      await store.close();
    },
  };
}
