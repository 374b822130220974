import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from './people.mjs';
import { run } from './run.mjs';

/** A Node of this major version: this one, else the binary that npm's package `node` brings. */
export function nodeOf(major, scratch) {
  if (process.versions.node.startsWith(`${major}.`))
    return { node: process.execPath, version: process.versions.node };
  const folder = join(scratch, `node-${major}`);
  mkdirSync(folder, { recursive: true });
  try {
    run('npm', ['install', '--prefix', folder, '--no-save', `node@${major}`], {
      cwd: folder,
      env: plainEnvironment,
      timeout: 5 * 60_000,
    });
    const node = join(folder, 'node_modules/node/bin/node');
    if (!existsSync(node)) return { missing: `npm's package node@${major} brought no binary` };
    return { node, version: run(node, ['-p', 'process.versions.node']) };
  } catch (error) {
    return { missing: `node@${major} could not be had: ${error.message.split('\n')[0]}` };
  }
}
