import { setImmediate as othersFirst } from 'node:timers/promises';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import { type Examined, examining, partsOfDraft } from '../policy/examine-draft.ts';
import type { Problem } from '../policy/validate-bundle.ts';
import { oneDraftAtATime } from './one-draft-at-a-time.ts';
import { ownersLeft } from './policy-owners.ts';

const MOST_FILES = 500;
const LARGEST_FILE = 128 * 1024;
const LARGEST_DRAFT = 768 * 1024;

export interface ReadDraft {
  bundle: PolicyBundle;
  tests: Readonly<Record<string, string>>;
}

export function draftHasProblems(problems: readonly Problem[]): Refusal {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new Refusal('draft_has_problems', `This draft has ${many}, so it cannot become a version.`, {
    status: 422,
    detail: problems
      .map(({ where, what }) => `${where}: ${what}`)
      .join('\n')
      .slice(0, 8_000),
    extra: { problems },
  });
}

function refuseTooLarge(files: Readonly<Record<string, string>>): void {
  const sizes = Object.values(files).map((text) => Buffer.byteLength(text));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length > MOST_FILES || Math.max(0, ...sizes) > LARGEST_FILE || whole > LARGEST_DRAFT)
    throw new Refusal('draft_too_large', 'This draft has more or larger files than a version can have.', {
      status: 413,
    });
}

/** Who is trusted to say who somebody is stands in the configuration too; a version that says otherwise would lie. */
function otherIssuers({ config }: Context, active: PolicyBundle, domains: string): Problem[] {
  try {
    const named = canonicalJson(JSON.parse(domains));
    const known = [active.domains, config.domains].map((each) => canonicalJson(each));
    if (known.includes(named)) return [];
  } catch {
    // What is no JSON names nobody.
  }
  const what = 'names other trusted issuers than the active version and the configuration of the broker';
  return [{ where: 'domains.json', what }];
}

/** Tokens are issued by the same thread: it is never held for longer. */
const AT_ONE_GO_MS = 15;

async function examinedBesideOthers(...draft: Parameters<typeof examining>): Promise<Examined> {
  const steps = examining(...draft);
  for (let since = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < AT_ONE_GO_MS) continue;
    await othersFirst();
    since = performance.now();
  }
}

/** The whole draft, or a refusal with everything that speaks against it. What it leaves out of `domains.json` stays. */
export async function readDraft(
  context: Context,
  files: Readonly<Record<string, string>>,
  active: PolicyBundle,
): Promise<ReadDraft> {
  refuseTooLarge(files);
  const { version, tests, problems } = partsOfDraft(files);
  const domains = version['domains.json'] ?? active.files['domains.json'] ?? '';
  problems.push(...otherIssuers(context, active, domains));
  const examined = await oneDraftAtATime(() =>
    examinedBesideOthers({ ...version, 'domains.json': domains }, tests),
  );
  problems.push(...examined.problems);
  if (!('bundle' in examined)) throw draftHasProblems(problems);
  problems.push(...(await ownersLeft(context, examined.bundle)));
  if (problems.length > 0) throw draftHasProblems(problems);
  return { bundle: examined.bundle, tests };
}
