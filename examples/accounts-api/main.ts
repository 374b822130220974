import { ConfigurationError, readConfig } from './config.ts';
import { startAccountsApi } from './server.ts';

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startAccountsApi(config);
  console.log(`Accounts API: ${config.url}, customers' own pages: ${config.pages.url}`);
  // Ctrl-C reaches the whole process group, and the launcher then sends a signal of its own.
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigurationError) console.error(`Accounts API: ${error.message}`);
  else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    console.error(
      `Accounts API: port ${process.env.ACCOUNTS_PORT} or ${process.env.ACCOUNTS_PAGES_PORT} is taken by another program.`,
    );
  } else console.error(error);
  process.exit(1);
});
