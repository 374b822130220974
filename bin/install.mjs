import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs `npm ci` unless node_modules is what package-lock.json says. A sentence when that failed, else nothing. */
export function install(root, stdout = 'inherit') {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const marker = join(root, 'node_modules/.countersign-lock');
  if (existsSync(marker) && readFileSync(marker, 'utf8').trim() === hash) return undefined;
  if (!matches(root, JSON.parse(lock))) {
    console.log('install: npm ci');
    const { status, error } = npm(root, stdout, ['ci', '--include=dev', '--no-audit', '--no-fund']);
    if (status !== 0) return `npm ci failed${error ? ` (${error.message})` : ''}; its own message is above.`;
  }
  writeFileSync(marker, `${hash}\n`);
  return undefined;
}

function npm(root, stdout, args) {
  const script = process.env.npm_execpath;
  const stdio = ['inherit', stdout, 'inherit'];
  return script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args], { cwd: root, stdio })
    : spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' });
}

/** Somebody else may have installed: npm leaves beside the packages a list of what it put there. */
function matches(root, lock) {
  const list = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const { packages: present } = JSON.parse(readFileSync(list, 'utf8'));
  return Object.entries(lock.packages).every(
    ([path, wanted]) =>
      path === '' ||
      !path.includes('node_modules/') ||
      wanted.optional ||
      wanted.link ||
      present[path]?.version === wanted.version,
  );
}
