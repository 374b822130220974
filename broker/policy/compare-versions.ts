import type { PolicyBundle } from './bundle.ts';
import { compile, ownOf } from './compile.ts';
import { type Change, compareBundles } from './diff.ts';

/** What a draft changes against another version, its own policies only: nobody edits the guard rails here. */
export function compareVersions(before: PolicyBundle, after: PolicyBundle): Change[] {
  const [old, now] = [before, after].map((bundle) => ({
    bundle,
    policies: ownOf(compile(bundle)),
  }));
  if (!old || !now) throw new Error('There are two versions to compare.');
  return compareBundles(old, now);
}
