import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { dataFolder } from './people.ts';

/** As a page says it: masked. */
export async function mailedTo(dialog: Locator): Promise<string> {
  return (await dialog.getByRole('status').locator('strong').textContent()) ?? '';
}

/** Every letter of the demo's mail folder to addresses that look like this, the latest last. */
function lettersTo(masked: string): string[] {
  const folder = join(dataFolder, 'mail');
  const first = masked[0] ?? '';
  const ending = masked.slice(masked.lastIndexOf('.'));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('=\n', ''))
    .filter((letter) => {
      const to = /^To: (\S+)$/m.exec(letter)?.[1] ?? '';
      return to.startsWith(first) && to.endsWith(ending);
    });
}

const codeIn = (letter: string): string | undefined => /^Your code: (\S+)$/m.exec(letter)?.[1];

/** The latest with a code; it is in the folder before the page says that it was mailed, and others may come after it. */
export function lastLetterWithCode(masked: string): string {
  const last = lettersTo(masked).findLast((letter) => codeIn(letter) !== undefined);
  if (last === undefined) throw new Error(`No code was mailed to ${masked}.`);
  return last;
}

export const lastMailedCode = (masked: string): string => codeIn(lastLetterWithCode(masked)) ?? '';
