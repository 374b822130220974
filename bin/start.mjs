// `npm start` (and `npm run dev`): needs nothing but Node and npm. Installs and builds what is missing or
// stale, then hands over to the launcher in dist/.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { nodeIsTooOld } from './node-version.mjs';
import { runNode } from './run-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes('--dev');

const refusal = nodeIsTooOld() ?? install(root) ?? (await build());
if (refusal) {
  console.error(refusal);
  process.exitCode = 1;
} else {
  const { launch } = await import(pathToFileURL(join(root, 'dist/launch.js')).href);
  await launch({ root, dev });
}

async function build() {
  const only = dev ? ['--only=programs'] : [];
  const { status } = await runNode([join(root, 'bin/build.mjs'), ...only], { cwd: root });
  return status === 0 ? undefined : 'Nothing was built; why is above.';
}
