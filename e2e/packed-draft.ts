import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const CLOSED = `@id("reading-is-closed")
@reason("Support does not look into accounts while this is being looked into.")
forbid (principal, action in Action::"support.read", resource is Account)
unless { context.emergency };
`;

/** The policies of this repository, the reading of accounts closed; tests that hold no more are left out. */
export async function packedDraft(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-draft-'));
  const draft = join(folder, 'draft');
  cpSync('policies', draft, { recursive: true, filter: (source) => !source.includes('/tests/') });
  // Another version each time: what a failed test has left proposed is in nobody's way.
  writeFileSync(join(draft, 'closed.cedar'), `// ${randomUUID()}\n${CLOSED}`);
  const out = join(folder, 'draft.json');
  const args = ['bin/countersign.mjs', 'policy', 'pack', '--dir', draft, '--out', out];
  await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveProperty('files');
  return out;
}
