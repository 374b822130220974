import { getRequestListener } from '@hono/node-server';
import { accountsApp } from './app.ts';
import type { Config } from './config.ts';
import { listenOnLoopback } from './listen.ts';
import { openStore } from './store/open-store.ts';
import { readSeed, seedOnce } from './store/seed.ts';

export async function startAccountsApi(config: Config): Promise<{ close(): Promise<void> }> {
  const store = await openStore(config.dataFolder);
  try {
    if (config.seedPath !== undefined) await seedOnce(store, readSeed(config.seedPath));
    const tls = { cert: config.tls.certificate, key: config.tls.key, minVersion: 'TLSv1.2' as const };
    const stopListening = await listenOnLoopback(
      config.port,
      tls,
      getRequestListener(accountsApp(store).fetch),
    );
    return {
      async close() {
        await stopListening();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
