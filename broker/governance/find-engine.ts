import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { BundleError, bundleFromFiles, type PolicyBundle } from '../policy/bundle.ts';
import { type Engine, prepareDraft } from '../policy/engine.ts';
import { PolicyProblems } from '../policy/policy-problems.ts';
import { policyVersions } from './tables.ts';

/** The version in force, a stored one, or a draft's files; none of them becomes active by being tried out. */
export type Which = { version?: string | undefined; files?: Readonly<Record<string, string>> | undefined };

function unfit(problems: readonly string[]): Refusal {
  return new Refusal('policy_unfit', `This is no policy that could be activated: ${problems.join('; ')}`, {
    status: 400,
  });
}

async function bundleOf(context: Context, { version, files }: Which): Promise<PolicyBundle | undefined> {
  if (files) return bundleFromFiles({ ...files, 'domains.json': domains(context) });
  if (version === undefined || version === context.policy.version) return undefined;
  const [row] = await context.reader.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row) throw notFound();
  return bundleFromFiles(row.files);
}

/** Who is trusted to say who somebody is comes from the configuration, never with a draft. */
const domains = ({ policy }: Context): string => policy.bundle.files['domains.json'] ?? '{}';

export async function findEngine(context: Context, which: Which): Promise<Engine> {
  try {
    const bundle = await bundleOf(context, which);
    return bundle === undefined ? context.policy : prepareDraft(bundle);
  } catch (error) {
    if (error instanceof BundleError) throw unfit(error.problems);
    if (error instanceof PolicyProblems)
      throw unfit(error.problems.map(({ where, what }) => `${where}: ${what}`));
    throw error;
  }
}
