import { inject } from 'vitest';

/**
 * How often a race is run: as often as asked on PostgreSQL, where every interleaving can come up. The embedded database
 * has one connection, and a few rounds say there what there is to say.
 */
export function rounds(onPostgres: number, embedded = 8): number {
  return inject('databaseUrl') === undefined ? Math.min(embedded, onPostgres) : onPostgres;
}
