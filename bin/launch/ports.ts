import { createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';
import { close, listen, loopback } from './loopback.ts';
import { portHolder } from './port-holder.ts';
import type { Listener, Settings } from './settings.ts';

const title: Record<Listener, string> = {
  console: 'the console',
  broker: 'the broker',
  'accounts-api': 'the example accounts API',
  'identity-provider': 'the example identity provider',
  'console-database': "the console's database",
  'accounts-pages': "the accounts API's own pages",
};

/** Refuses, before anything is started, when another program has one of our ports. */
export async function checkPorts({
  ports,
  consoleDatabaseUrl,
}: Pick<Settings, 'ports' | 'consoleDatabaseUrl'>): Promise<void> {
  const taken: string[] = [];
  for (const [listener, port] of Object.entries(ports) as [Listener, number][]) {
    if (listener === 'console-database' && consoleDatabaseUrl) continue;
    if (!(await isTaken(port))) continue;
    const holder = portHolder(port);
    taken.push(`Port ${port}, which ${title[listener]} needs, is taken${holder ? ` by ${holder}` : ''}.`);
  }
  if (taken.length === 0) return;
  throw new LaunchError(
    [
      ...taken,
      `Countersign uses ${ports.console} to ${ports['accounts-pages']}. End that program, or choose other ports:`,
      '  COUNTERSIGN_BASE_PORT=4000 npm start',
    ].join('\n'),
  );
}

export async function isTaken(port: number): Promise<boolean> {
  for (const host of loopback) {
    const server = createServer();
    const fault = await listen(server, port, host);
    if (!fault) await close(server);
    else if (fault === 'EADDRINUSE' || fault === 'EACCES') return true;
  }
  return false;
}
