import { isAbsolute, join } from 'node:path';
import { LaunchError } from './launch-error.ts';

export interface Settings {
  readonly root: string;
  readonly dev: boolean;
  readonly data: string;
  readonly ports: Readonly<Record<Listener, number>>;
  readonly console: string;
  readonly broker: string;
  readonly accountsApi: string;
  /** The accounts API's own pages for customers: plain http, because no browser knows the development CA. */
  readonly accountsPages: string;
  readonly identityProvider: string;
  /** The console's own database when its operator gives one; else the launcher serves an embedded one. */
  readonly consoleDatabaseUrl: string | undefined;
}

export type Listener =
  | 'console'
  | 'broker'
  | 'accounts-api'
  | 'identity-provider'
  | 'console-database'
  | 'accounts-pages';

/** All addresses follow from one base port, so that two systems fit on one machine. */
export function settings(
  { root, dev }: { root: string; dev: boolean },
  environment: Record<string, string | undefined>,
): Settings {
  const text = environment.COUNTERSIGN_BASE_PORT || '3000';
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 65_530) {
    throw new LaunchError(
      `COUNTERSIGN_BASE_PORT must be a whole number from 1024 to 65530, and it is "${text}".`,
    );
  }
  const folder = environment.COUNTERSIGN_DATA || '.countersign';
  return {
    root,
    dev,
    data: isAbsolute(folder) ? folder : join(root, folder),
    ports: {
      console: base,
      broker: base + 1,
      'accounts-api': base + 2,
      'identity-provider': base + 3,
      'console-database': base + 4,
      'accounts-pages': base + 5,
    },
    console: `http://localhost:${base}`,
    broker: `https://localhost:${base + 1}`,
    accountsApi: `https://localhost:${base + 2}`,
    identityProvider: `http://localhost:${base + 3}`,
    accountsPages: `http://localhost:${base + 5}`,
    consoleDatabaseUrl: environment.CONSOLE_DATABASE_URL || undefined,
  };
}
