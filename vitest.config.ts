import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.countersign/**', 'e2e/**'];
const nightly = process.env.COUNTERSIGN_NIGHTLY === 'true';

const shared = {
  environment: 'node' as const,
  exclude,
  pool: 'forks' as const,
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
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...exclude, 'test/postgres.db.test.ts', '**/*.cluster.test.ts'],
        },
      },
      {
        extends: true,
        test: { ...shared, name: 'cluster', include: ['test/cluster/*.cluster.test.ts'], maxWorkers: 1 },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'db',
          include: nightly ? ['broker/**/*.test.ts', 'test/**/*.test.ts'] : ['**/*.db.test.ts'],
          globalSetup: ['./test/postgres.ts'],
        },
      },
    ],
  },
});
