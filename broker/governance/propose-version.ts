import { and, eq } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { newId } from '../ids.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import { compareVersions } from '../policy/compare-versions.ts';
import { signableText } from '../signing/signable-text.ts';
import { findActivation } from './active-policy.ts';
import { hashOfChanges } from './differences.ts';
import { findPolicyOwner, type PolicyOwner, policyOwner } from './policy-owners.ts';
import type { Proposal } from './proposal.ts';
import { type ReadDraft, readDraft } from './read-draft.ts';
import { findVersion, insertProposal, selectProposals, storeVersion } from './store.ts';
import { policyProposals } from './tables.ts';

/** Of one person, whichever account or service files them. */
const MOST_OF_ONE = 5;
/** Of all; beyond it whoever has none open may still make one, so that nobody is kept out by others. */
const MOST_OPEN = 20;

export type Draft = { files: Readonly<Record<string, string>> } | { version: string };

export interface Proposing {
  principal: Principal;
  draft: Draft;
  reason: string;
  /** Of a service: the account of the policy owner who answers for it. */
  owner?: string | undefined;
}

/** What a service files counts as its owner's, so that this person is never the second one. */
async function proposerOf(context: Context, { principal, owner }: Proposing): Promise<PolicyOwner> {
  if (principal.domain !== 'service') return policyOwner(principal);
  const answering = owner === undefined ? undefined : await findPolicyOwner(context, owner);
  if (answering) return answering;
  throw new Refusal('owner_not_policy_owner', 'Nobody who is a policy owner answers for this service.', {
    status: 403,
  });
}

/** Of a stored version the tests that came with it the last time. */
async function storedDraft(context: Context, version: string, active: PolicyBundle): Promise<ReadDraft> {
  const bundle = await findVersion(context.reader, version);
  if (!bundle) throw notFound();
  const [last] = await selectProposals(context.reader, {
    where: eq(policyProposals.version, version),
    limit: 1,
  });
  return readDraft(context, { ...bundle.files, ...last?.tests }, active);
}

async function refuseTooMany({ reader }: Context, { person }: PolicyOwner): Promise<void> {
  const open = eq(policyProposals.status, 'open');
  const [all, own] = await Promise.all([
    reader.$count(policyProposals, open),
    reader.$count(policyProposals, and(open, eq(policyProposals.proposerPerson, person))),
  ]);
  if (own >= MOST_OF_ONE)
    throw new Refusal(
      'too_many_proposals',
      `${MOST_OF_ONE} proposals of yours are open. Withdraw one, or have one decided, and propose this then.`,
      { extra: { open: own, most: MOST_OF_ONE } },
    );
  if (own > 0 && all >= MOST_OPEN)
    throw new Refusal(
      'too_many_proposals',
      `${MOST_OPEN} proposals are open, ${own} of them yours. Withdraw yours, or have some decided, and propose this then.`,
      { extra: { open: all, most: MOST_OPEN } },
    );
}

/** A draft, or a stored version again, to be activated by a second person. With problems nothing is stored. */
export async function proposeVersion(context: Context, proposing: Proposing): Promise<Proposal> {
  const { principal, draft } = proposing;
  const proposer = await proposerOf(context, proposing);
  const reason = signableText(proposing.reason, 'reason', { min: 1, max: 1000 });
  const active = await findActivation(context.reader);
  const base = active && (await findVersion(context.reader, active.version));
  if (!active || !base) throw new Error('There is no active policy version.');
  await refuseTooMany(context, proposer);
  const { bundle, tests } =
    'version' in draft
      ? await storedDraft(context, draft.version, base)
      : await readDraft(context, draft.files, base);
  if (bundle.version === active.version)
    throw new Refusal(
      'already_active',
      'This is the version that is active now; there is nothing to activate.',
    );
  const now = context.clock.now();
  const proposal: Proposal = {
    id: newId('pol', now.getTime()),
    version: bundle.version,
    baseVersion: active.version,
    baseEpoch: active.epoch,
    proposedBy: proposer.id,
    proposerPerson: proposer.person,
    filedBy: principal.id,
    reason,
    tests,
    createdAt: now,
    state: { status: 'open' },
  };
  const changes = compareVersions(base, bundle);
  await context.record({
    writes: [
      write(storeVersion(bundle, context.clock.sql), { rows: 'any', otherwise: notFound() }),
      write(insertProposal(proposal, context.seals), {
        rows: 1,
        otherwise: new Refusal(
          'already_proposed',
          'This very version has been proposed already, and is open.',
        ),
      }),
    ],
    entries: [
      {
        type: 'policy.proposed',
        actor: principal.id,
        target: proposal.id,
        policyVersion: active.version,
        hashes: { proposed: bundle.version, base: active.version, diff: hashOfChanges(changes) },
        facts: {
          base_epoch: active.epoch,
          proposer: proposer.id,
          changes: changes.length,
          wider: changes.filter(({ widens }) => widens).length,
          tests: Object.keys(tests).length,
        },
        detail: { reason },
      },
    ],
  });
  return proposal;
}
