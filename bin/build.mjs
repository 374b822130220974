// Builds what has changed: the programs with esbuild into dist/, the console with `next build` into .next/.
// `--only=programs` leaves the console alone, `--force` builds all.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { runNode } from './run-node.mjs';
import { sourceHash } from './source-hash.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const record = join(root, 'dist/.build-hash');
const options = new Set(process.argv.slice(2));

const ENTRIES = {
  broker: 'broker/main.ts',
  'accounts-api': 'examples/accounts-api/main.ts',
  'identity-provider': 'examples/identity-provider/main.ts',
  'demo-world': 'examples/demo-world/world.ts',
  launch: 'bin/launch/main.ts',
  countersign: 'bin/countersign.ts',
  'replay-thread': 'broker/governance/replays/thread.ts',
};
const PROGRAM_SOURCES = ['broker', 'examples', 'bin', 'packages', 'package-lock.json', 'tsconfig.json'];
const CONSOLE_SOURCES = [
  'app',
  'components',
  'lib',
  'packages',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'package-lock.json',
  'tsconfig.json',
];

const ownCodeOnly = {
  name: 'own-code-only',
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@countersign/') ? undefined : { path, external: true },
    );
  },
};

async function buildPrograms() {
  const present = Object.entries(ENTRIES).filter(([, source]) => existsSync(join(root, source)));
  for (const [, source] of Object.entries(ENTRIES).filter(([, path]) => !existsSync(join(root, path)))) {
    console.log(`build: ${source} is not there, skipped`);
  }
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: join(root, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [ownCodeOnly],
  });
  const guardRails = join(root, 'broker/policy/guard-rails.cedar');
  if (existsSync(guardRails)) copyFileSync(guardRails, join(root, 'dist/guard-rails.cedar'));
}

async function buildConsole() {
  const { status } = await runNode([join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error('the console did not build');
}

function built() {
  if (options.has('--force') || !existsSync(record)) return {};
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

try {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const before = built();
  const now = {
    programs: sourceHash(root, PROGRAM_SOURCES),
    console: sourceHash(root, CONSOLE_SOURCES),
  };
  const save = (part) => {
    before[part] = now[part];
    writeFileSync(record, `${JSON.stringify(before)}\n`);
  };
  if (before.programs !== now.programs || !existsSync(join(root, 'dist/launch.js'))) {
    await buildPrograms();
    save('programs');
    console.log('build: programs are in dist/');
  }
  if (!options.has('--only=programs')) {
    if (!existsSync(join(root, 'app/layout.tsx'))) {
      console.log('build: the console is not there (no app/layout.tsx), skipped');
    } else if (before.console !== now.console || !existsSync(join(root, '.next/BUILD_ID'))) {
      await buildConsole();
      save('console');
      console.log('build: the console is in .next/');
    }
  }
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
