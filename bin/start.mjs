// `npm start` (and `npm run dev`): needs nothing but Node and npm. Installs and builds what is missing or
// stale, then hands over to the launcher in dist/.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { nodeIsTooOld } from './node-version.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes('--dev');

const refusal = nodeIsTooOld() ?? install(root) ?? build();
if (refusal) {
  console.error(refusal);
  process.exitCode = 1;
} else {
  const { launch } = await import(pathToFileURL(join(root, 'dist/launch.js')).href);
  await launch({ root, dev });
}

function build() {
  const only = dev ? ['--only=programs'] : [];
  const { status } = spawnSync(process.execPath, [join(root, 'bin/build.mjs'), ...only], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0 ? undefined : 'The build failed; its own message is above.';
}
