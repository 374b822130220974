// `npm run chaos -- [--rounds N] [--seed N] [--json]`: two brokers, two consoles and a backend on one PostgreSQL under a
// whole story of load, one of them killed each round; then what was acknowledged is held against what is there.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install } from './install.mjs';
import { runNode } from './run-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run chaos -- [--rounds N] [--seed N] [--json]');
  process.exit(2);
}

const stdout = values.json ? process.stderr.fd : 'inherit';
const refusal = install(root, stdout);
if (refusal) {
  console.error(refusal);
  process.exit(1);
}
const { status } = await runNode([join(root, 'bin/build.mjs')], { cwd: root, stdout });
if (status !== 0) process.exit(1);

const { tsImport } = await import('tsx/esm/api');
const { chaos } = await tsImport('../test/chaos/run.ts', import.meta.url);
const report = await chaos({ rounds, seed }, (line) => console.error(line));
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`);
process.exit(report.wrong.length === 0 ? 0 : 1);
