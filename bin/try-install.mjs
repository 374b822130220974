// `npm run try-install`: clones what is committed into fresh folders and tries `npm start` there, as the README says
// it: as root and as an ordinary user, in awkward folders, with a taken port, an old node_modules, no network, and on
// the oldest and the newest Node. `-- spaces port` runs the cases whose names contain one of these words.
import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { casesOf } from './try-install/cases.mjs';
import { foldersIn } from './try-install/folders.mjs';
import { endCurrent } from './try-install/npm-start.mjs';
import { run } from './try-install/run.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-install-')));
// Others than the owner must be able to come through, not to look.
chmodSync(scratch, 0o711);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    endCurrent();
    setTimeout(() => {
      tidy();
      process.exit(130);
    }, 12_000);
  });

const port = Number(process.env.COUNTERSIGN_BASE_PORT || 21_600);
const words = process.argv.slice(2);
const isWanted = (name) => words.length === 0 || words.some((word) => name.includes(word));
const commit = run('git', ['-C', root, 'log', '-1', '--format=%h %s']);
console.log(`Trying ${commit}, without what is not committed, on Node ${process.versions.node}.`);

/** What cannot be removed is named, and changes no result. */
function tidy() {
  try {
    run('rm', ['-rf', scratch]);
  } catch {
    console.error(`${scratch} could not be removed.`);
  }
}

const count = { passed: 0, failed: 0, skipped: 0 };
try {
  const cases = casesOf({ scratch, folders: foldersIn(scratch, root), port });
  for (const [name, attempt] of Object.entries(cases).filter(([one]) => isWanted(one))) {
    const began = performance.now();
    const result = await attempt().catch((error) => ({ failed: error.message }));
    const outcome = result.failed ? 'failed' : result.skipped ? 'skipped' : 'passed';
    count[outcome] += 1;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const what = result.failed ?? result.skipped ?? result;
    console.log(`${outcome.padEnd(7)}  ${name.padEnd(26)} ${seconds.padStart(4)} s  ${what}`);
  }
} finally {
  tidy();
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed > 0 ? 1 : 0);
