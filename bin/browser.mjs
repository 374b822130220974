import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The first is the same engine without windows; it takes about half the time. */
const SYSTEM = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Root has no sandbox of its own, and the demo needs neither Chromium's own errands nor HTTP/3. */
export const browserArguments =
  process.getuid?.() === 0 ? ['--no-sandbox', '--disable-background-networking', '--disable-quic'] : [];

/**
 * A Chromium that starts: Playwright's own (installed if the network lets it), else the system's, else the
 * distribution's package. `{ executable }` (undefined means Playwright's own) or `{ missing: why }`.
 */
export async function findBrowser() {
  const given = process.env.COUNTERSIGN_BROWSER;
  if (given) return { executable: given };
  if (await starts(undefined)) return { executable: undefined };
  if (process.env.CI && process.getuid?.() === 0) installPackage('chromium-headless-shell', 60);
  const system = await firstThatStarts();
  if (system) return { executable: system };
  run(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], 180);
  if (await starts(undefined)) return { executable: undefined };
  if (process.getuid?.() !== 0) {
    return {
      missing: 'no Chromium starts here; install one, or run `npx playwright install --with-deps chromium`',
    };
  }
  installPackage('chromium', 300);
  const packaged = await firstThatStarts();
  return packaged
    ? { executable: packaged }
    : {
        missing:
          'no Chromium: neither Playwright’s download nor `apt-get install chromium` gave one that starts',
      };
}

async function firstThatStarts() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => SYSTEM.map((name) => join(folder, name))), ...MAC];
  for (const path of candidates.filter((candidate) => existsSync(candidate))) {
    if (await starts(path)) return path;
  }
  return undefined;
}

async function starts(executablePath) {
  try {
    const options = {
      args: browserArguments,
      timeout: 30_000,
      ...(executablePath ? { executablePath } : {}),
    };
    await (await chromium.launch(options)).close();
    return true;
  } catch {
    return false;
  }
}

/** Where there is no such package, or no packages at all, nothing is installed. */
function installPackage(name, seconds) {
  if (spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status === 0) return;
  run('apt-get', ['update', '-qq'], Math.min(seconds, 120));
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], seconds);
}

function run(command, args, seconds) {
  console.log(`browser: ${[command.split('/').at(-1), ...args.slice(-3)].join(' ')}`);
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: seconds * 1000 });
}
