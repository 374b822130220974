import { and, eq } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { Refusal } from '../errors.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import { validateBundle } from '../policy/engine.ts';
import { PolicyProblems } from '../policy/policy-problems.ts';
import { type Activation, findActivation } from './active-policy.ts';
import { activePolicy, policyVersions } from './tables.ts';

type Activating = Pick<Context, 'record' | 'clock' | 'config' | 'log' | 'seals'> & {
  readonly reader: Reader;
};

const raced = new Refusal('raced', 'Another broker was quicker.');

const sealOf = ({ seals }: Activating, { version, epoch }: Activation): string =>
  seals.of('active_policy', { name: 'active', version, epoch });

function stored(context: Activating, bundle: PolicyBundle) {
  const row = { version: bundle.version, files: { ...bundle.files }, storedAt: context.clock.sql };
  return write(insertInto(policyVersions).values(row).onConflictDoNothing(), {
    rows: 'any',
    otherwise: raced,
  });
}

async function activateFirst(context: Activating, bundle: PolicyBundle): Promise<Activation> {
  const first = { version: bundle.version, epoch: 1 };
  const row = { ...first, name: 'active', activatedAt: context.clock.sql, seal: sealOf(context, first) };
  await context.record({
    writes: [
      stored(context, bundle),
      write(insertInto(activePolicy).values(row).onConflictDoNothing(), { rows: 1, otherwise: raced }),
    ],
    entries: [
      { type: 'policy.activated', policyVersion: bundle.version, facts: { epoch: 1, origin: 'first start' } },
    ],
  });
  return first;
}

async function activateChanged(
  context: Activating,
  bundle: PolicyBundle,
  from: Activation,
): Promise<Activation> {
  const next = { version: bundle.version, epoch: from.epoch + 1 };
  await context.record({
    writes: [
      stored(context, bundle),
      write(
        update(activePolicy)
          .set({ ...next, activatedAt: context.clock.sql, seal: sealOf(context, next) })
          .where(and(eq(activePolicy.name, 'active'), eq(activePolicy.epoch, from.epoch))),
        { rows: 1, otherwise: raced },
      ),
    ],
    entries: [
      {
        type: 'policy.activated',
        policyVersion: bundle.version,
        facts: { epoch: next.epoch, origin: 'development switch' },
        hashes: { previous: from.version },
      },
    ],
  });
  return next;
}

/**
 * The folder counts once, at the first start on an empty database. Later it counts only under the development
 * switch: otherwise whoever can write a file on one machine could change what everybody's approvals mean.
 */
export async function ensurePolicyVersion(context: Activating, bundle: PolicyBundle): Promise<Activation> {
  const active = await findActivation(context.reader);
  if (active?.version === bundle.version) return active;
  const { development } = context.config.policies;
  if (active && !development) {
    context.log.warn(
      { active: active.version, folder: bundle.version },
      'THE POLICY FOLDER IS NOT THE ACTIVE POLICY VERSION. The active version stays; activate the folder through review.',
    );
    return active;
  }
  const problems = validateBundle(bundle);
  if (problems.length > 0) throw new PolicyProblems(problems);
  try {
    if (!active) return await activateFirst(context, bundle);
    const next = await activateChanged(context, bundle, active);
    context.log.warn(
      { from: active.version, to: next.version, epoch: next.epoch },
      "BROKER_POLICY_DEVELOPMENT: THE CHANGED POLICY FOLDER WAS ACTIVATED ON NOBODY'S SIGNATURE. Never set this where it counts.",
    );
    return next;
  } catch (error) {
    const winner = error === raced ? await findActivation(context.reader) : undefined;
    if (winner) return winner;
    throw error;
  }
}
