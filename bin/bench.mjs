// `npm run bench -- NAME [--json]`: how fast, against what the machine can do and against a peer. `--json` prints
// one object and nothing else; what is built or said on the way goes to the error stream.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';
import { runNode } from './run-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BENCHES = {
  activation: { file: '../bench/activation.ts', build: ['--only=programs'] },
  exchange: { file: '../bench/exchange.ts', build: ['--only=programs'] },
  replay: { file: '../bench/replay.ts', build: ['--only=programs'] },
  pages: { file: '../bench/pages.ts', build: [] },
  sse: { file: '../bench/sse.ts', build: ['--only=programs'] },
};

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [name] = names;
const bench = Object.hasOwn(BENCHES, name ?? '') ? BENCHES[name] : undefined;
const json = options.includes('--json');

// With --json the output is another program's input: installing and building talk to the error stream.
const stdout = json ? process.stderr.fd : 'inherit';
if (json) console.log = console.error;

process.exitCode = await main();

async function main() {
  const unknown = options.filter((option) => !['--json', '--profile', '--tiny'].includes(option));
  if (!bench || names.length !== 1 || unknown.length > 0) {
    console.error(`npm run bench -- ${Object.keys(BENCHES).join('|')} [--json] [--profile] [--tiny]`);
    return 2;
  }
  const refusal = install(root, stdout);
  if (refusal) {
    console.error(refusal);
    return 1;
  }
  const building = await runNode([join(root, 'bin/build.mjs'), ...bench.build], { cwd: root, stdout });
  if (building.status !== 0) return 1;
  const { tsImport } = await import('tsx/esm/api');
  const { run } = await tsImport(bench.file, import.meta.url);
  const { asJson, asText } = await tsImport('../bench/report.ts', import.meta.url);
  const report = await run({
    root,
    tiny: options.includes('--tiny'),
    profile: options.includes('--profile'),
  });
  process.stdout.write(`${json ? asJson(name, report) : asText(name, report)}\n`);
  return 0;
}
