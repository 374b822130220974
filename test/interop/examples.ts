import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RunningSystem } from './running-system.ts';

const run = promisify(execFile);
const MARKED = /<!-- run by test\/interop\/examples\.ts -->\n\n```(\w+)\n([\s\S]*?)\n```/g;

/** The blocks of the page that are marked to be run, by their language. */
const examples = new Map(
  [...readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8').matchAll(MARKED)].map(
    ([, language = '', code = '']) => [language, code],
  ),
);

const withoutCurl = spawnSync('curl', ['--version']).status !== 0;

/** As somebody runs them in the folder of the repository, against a system whose data lies elsewhere. */
export function documented(system: () => RunningSystem): void {
  const running = (file: string, args: string[], more: Record<string, string> = {}) =>
    run(file, args, {
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        COUNTERSIGN_DATA: system().data,
        ...more,
      },
      timeout: 25_000,
    });

  describe('the examples of docs/protocol.md', () => {
    it.skipIf(withoutCurl)('ask for a delegation with curl, which there is on this machine', async () => {
      const { stdout } = await running('bash', ['-euo', 'pipefail', '-c', examples.get('bash') ?? 'false']);
      expect(JSON.parse(stdout)).toEqual({
        error: 'authorization_pending',
        error_description: expect.any(String),
        interval: 5,
      });
    });

    it('use a delegation with oauth4webapi', async () => {
      const code = examples.get('js') ?? 'process.exit(1)';
      const { stdout } = await running(process.execPath, ['--input-type=module', '--eval', code], {
        NODE_EXTRA_CA_CERTS: join(system().data, 'tls/ca.crt'),
      });
      expect(stdout).toContain('Mira Castellanos');
    });
  });
}
