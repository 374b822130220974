/** Where the SDK writes what an operator should know. A pino logger fits; nothing secret is ever passed. */
export interface Log {
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export const silentLog: Log = { warn: () => {}, error: () => {} };
