import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.next', '.countersign', '.git']);

/** One hash over the paths and contents of every file under the named files and folders; absent ones count as empty. */
export function sourceHash(root, names) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (!found) return;
    if (found.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort())
        if (!SKIPPED.has(name)) visit(`${path}/${name}`);
    } else if (found.isFile() && !path.endsWith('.test.ts')) {
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
    }
  };
  for (const name of names) visit(name);
  return hash.digest('hex');
}
