import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.countersign/**', 'e2e/**'];
const nightly = process.env.COUNTERSIGN_NIGHTLY === 'true';
const heavy = '**/*.nightly.test.ts';
// What PGlite cannot show: two transactions at once, two roles.
const postgresOnly = '**/*postgres.db.test.ts';

// Whole systems of several processes, which need what is built.
const onCluster = '**/*.cluster.test.ts';

const shared = {
  environment: 'node' as const,
  exclude,
  pool: 'forks' as const,
  // As broker/main.ts sets it for itself.
  execArgv: ['--no-turbo-inline-js-wasm-calls'],
  testTimeout: 30_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  resolve: {
    // Next swaps this package for an empty module on the server; the published one throws elsewhere.
    alias: { 'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)) },
  },
  test: {
    maxWorkers: 2,
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          // Reading the modules anew for each file took longer than the tests: they share them and keep no state there.
          isolate: false,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...exclude, postgresOnly, onCluster, ...(nightly ? [] : [heavy])],
        },
      },
      {
        extends: true,
        test: { ...shared, name: 'cluster', include: [onCluster], maxWorkers: 1 },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'db',
          include: [
            '**/*.db.test.ts',
            ...(nightly ? ['broker/**/*.test.ts', 'test/**/*.test.ts', 'lib/**/*.test.ts'] : []),
          ],
          exclude: [...exclude, onCluster, heavy],
          globalSetup: ['./test/postgres.ts'],
        },
      },
    ],
  },
});
