import { readFileSync } from 'node:fs';

/** Beside this module in the source tree; beside dist/*.js, where the build copies it, in a bundle. */
const places = ['./guard-rails.cedar', '../broker/policy/guard-rails.cedar'];

export function readGuardRails(): string {
  for (const place of places) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error('guard-rails.cedar is not beside the program: nothing can be decided without it');
}
