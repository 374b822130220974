import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { give } from './people.mjs';
import { run } from './run.mjs';

/** Fresh clones of what is committed, and copies of one that was already built. */
export function foldersIn(scratch, root) {
  const made = (name, user, make) => {
    const folder = join(scratch, name);
    mkdirSync(dirname(folder), { recursive: true });
    make(folder);
    give(folder, user);
    return folder;
  };
  return {
    clone: (name, user) =>
      made(name, user, (folder) => run('git', ['clone', '--quiet', '--no-hardlinks', root, folder])),
    copy: (from, name, user) => made(name, user, (folder) => run('cp', ['-R', from, folder])),
  };
}
