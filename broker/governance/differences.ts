import { hashOf } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { compareVersions } from '../policy/compare-versions.ts';
import type { Change } from '../policy/diff.ts';
import { findVersion } from './store.ts';

/** What one stored version changes against another. */
export async function differences(context: Context, from: string, to: string): Promise<Change[]> {
  const [before, after] = await Promise.all([from, to].map((one) => findVersion(context.reader, one)));
  if (!before || !after) throw new Error(`One of the policy versions ${from} and ${to} is not stored.`);
  return compareVersions(before, after);
}

export const hashOfChanges = (changes: readonly Change[]): string =>
  hashOf(changes.map(({ where, what, widens }) => ({ where, what, widens })));
