import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { BundleError, bundleFromFiles } from '../policy/bundle.ts';
import { type Engine, prepareDraft } from '../policy/engine.ts';
import { PolicyProblems } from '../policy/policy-problems.ts';
import { oneDraftAtATime } from './one-draft-at-a-time.ts';
import { policyVersions } from './tables.ts';

/** The version in force, a stored one, or a draft's files; none of them becomes active by being tried out. */
export type Which = { version?: string | undefined; files?: Readonly<Record<string, string>> | undefined };

export function unfit(problems: readonly string[]): Refusal {
  return new Refusal('policy_unfit', `This is no policy that could be activated: ${problems.join('; ')}`, {
    status: 400,
  });
}

/** What makes it up. Who is trusted to say who somebody is comes from the configuration, never with a draft. */
export async function findFiles(
  { policy, reader }: Context,
  { version, files }: Which,
): Promise<Readonly<Record<string, string>>> {
  const inForce = policy.bundle.files;
  if (files) return { ...files, 'domains.json': inForce['domains.json'] ?? '{}' };
  if (version === undefined || version === policy.version) return inForce;
  const [row] = await reader.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row) throw notFound();
  return row.files;
}

export async function findEngine(context: Context, which: Which): Promise<Engine> {
  const files = await findFiles(context, which);
  if (files === context.policy.bundle.files) return context.policy;
  try {
    return await oneDraftAtATime(() => prepareDraft(bundleFromFiles(files)));
  } catch (error) {
    if (error instanceof BundleError) throw unfit(error.problems);
    if (error instanceof PolicyProblems)
      throw unfit(error.problems.map(({ where, what }) => `${where}: ${what}`));
    throw error;
  }
}
