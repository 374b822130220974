import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { whileAllEnabled } from '../identity/while-enabled.ts';
import { prepare } from '../policy/engine.ts';
import { PolicyProblems } from '../policy/policy-problems.ts';
import type { Signed } from '../signing/statement.ts';
import { findActivation } from './active-policy.ts';
import { findPolicyOwner, ownersLeft } from './policy-owners.ts';
import type { Proposal } from './proposal.ts';
import { draftHasProblems } from './read-draft.ts';
import { notOpen, takeActivation } from './sign-activation.ts';
import { closeProposal, findVersion, moveActivePolicy, supersedeOthers } from './store.ts';

export interface Activating {
  principal: Principal;
  id: string;
  comment?: string | undefined;
  signed: Signed;
}

const moved = (): Refusal =>
  new Refusal(
    'policy_moved',
    'Another version became active since this was proposed. Propose it anew, so that what it changes can be seen.',
  );

/** By the guard rails and the directory of this moment, whatever they were when it was proposed. */
async function refuseUnlessStillFit(context: Context, { version, proposedBy, proposerPerson }: Proposal) {
  const bundle = await findVersion(context.reader, version);
  if (!bundle) throw new Error(`The proposed policy version ${version} is not stored.`);
  try {
    prepare(bundle);
  } catch (error) {
    if (error instanceof PolicyProblems) throw draftHasProblems(error.problems);
    throw error;
  }
  const problems = await ownersLeft(context, bundle);
  if (problems.length > 0) throw draftHasProblems(problems);
  if ((await findPolicyOwner(context, proposedBy))?.person !== proposerPerson)
    throw new Refusal('proposer_gone', 'Whoever proposed this is no policy owner any more. Propose it anew.');
}

/** The second person's yes: the version is active, and with it an epoch begins. */
export async function activateVersion(context: Context, { signed, ...input }: Activating): Promise<Proposal> {
  const deciding = { ...input, decision: 'activate' } as const;
  const taken = await takeActivation(context, deciding, signed);
  const { signer, proposal, comment, signature, diffHash, replay } = taken;
  const { id, version, baseVersion, baseEpoch } = proposal;
  if ((await findActivation(context.reader))?.epoch !== baseEpoch) throw moved();
  await refuseUnlessStillFit(context, proposal);
  const now = context.clock.sql;
  const decided = { by: signer.id, comment, signature };
  await context.record({
    writes: [
      ...whileAllEnabled(signer.person, proposal.proposerPerson),
      write(moveActivePolicy({ version, from: baseEpoch }, context), { rows: 1, otherwise: moved() }),
      write(closeProposal(id, 'activated', decided, now), { rows: 1, otherwise: notOpen() }),
      write(supersedeOthers(now, id), { rows: 'any', otherwise: notOpen() }),
    ],
    entries: [
      {
        type: 'policy.activated',
        actor: signer.id,
        target: id,
        policyVersion: version,
        hashes: {
          previous: baseVersion,
          diff: diffHash,
          statement: signature.challenge,
          ...(replay.hash ? { replay: replay.hash } : {}),
        },
        facts: {
          epoch: baseEpoch + 1,
          origin: 'proposal',
          proposer: proposal.proposedBy,
          replay: replay.id,
        },
        detail: { reason: proposal.reason, comment },
      },
    ],
  });
  const decidedAt = context.clock.now();
  return { ...proposal, state: { status: 'activated', decidedBy: signer.id, decidedAt, comment } };
}
