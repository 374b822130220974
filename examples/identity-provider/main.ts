import { ConfigurationError, readConfig } from './config.ts';
import { startIdentityProvider } from './server.ts';

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startIdentityProvider(config);
  console.log(`Identity provider: ${config.url}`);
  // Ctrl-C reaches the whole process group, and the launcher then sends a signal of its own.
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigurationError) console.error(`Identity provider: ${error.message}`);
  else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    console.error(`Identity provider: port ${process.env.IDP_PORT} is taken by another program.`);
  } else console.error(error);
  process.exit(1);
});
