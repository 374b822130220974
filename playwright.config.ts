import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { browserArguments, findBrowser } from './bin/browser.mjs';

const port = process.env.COUNTERSIGN_BASE_PORT ?? '3600';
// Workers read this file too, and what they find set they keep.
process.env.COUNTERSIGN_DATA ??= join(tmpdir(), `countersign-e2e-${process.pid}`);
process.env.COUNTERSIGN_BASE_PORT = port;

// Tools that only want to know what is configured start no browser.
if (process.env.COUNTERSIGN_BROWSER === undefined && process.argv.includes('test')) {
  process.env.COUNTERSIGN_BROWSER = (await findBrowser()).executable ?? '';
}
const executable = process.env.COUNTERSIGN_BROWSER;

const ownSystem = 'expired.spec.ts';

export default defineConfig({
  testDir: './e2e',
  workers: 2,
  // What shares one system runs one after the other; what has a system of its own need not wait for that.
  projects: [
    { name: 'own system', testMatch: ownSystem, workers: 1 },
    {
      name: 'shared system',
      // Only to be drawn anew: COUNTERSIGN_IMAGES=1 npx playwright test e2e/images.spec.ts
      testIgnore: [ownSystem, ...(process.env.COUNTERSIGN_IMAGES ? [] : ['images.spec.ts'])],
      workers: 1,
    },
  ],
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.COUNTERSIGN_E2E_REPORT
    ? [['list'], ['json', { outputFile: process.env.COUNTERSIGN_E2E_REPORT }]]
    : [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    trace: 'off',
    actionTimeout: 20_000,
    navigationTimeout: 45_000,
    launchOptions: { args: browserArguments, ...(executable ? { executablePath: executable } : {}) },
  },
  webServer: {
    command: 'node bin/start.mjs',
    // The launcher says so when all four programs answer and demo.json is written.
    wait: { stdout: /Countersign is running/ },
    timeout: 600_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    env: { COUNTERSIGN_BASE_PORT: port, COUNTERSIGN_DATA: process.env.COUNTERSIGN_DATA, LOG_LEVEL: 'warn' },
  },
});
