import { and, desc, eq, exists, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import type { AdminId, PersonId, ProposalId } from '../ids.ts';
import { bundleFromFiles, type PolicyBundle } from '../policy/bundle.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import type { Signature } from '../signing/statement.ts';
import type { Proposal, ProposalState, ProposalStatus } from './proposal.ts';
import { activePolicy, policyProposals, policyVersions } from './tables.ts';

type Row = typeof policyProposals.$inferSelect;

function stateOf({ id, status, decidedBy, decidedAt, comment }: Row): ProposalState {
  if (status === 'open') return { status };
  if (decidedAt === null) throw new Error(`${id} is ${status}, but never became so.`);
  if (status === 'superseded') return { status, decidedAt };
  if (decidedBy === null) throw new Error(`${id} is ${status}, but by nobody.`);
  const by = decidedBy as AdminId;
  return status === 'withdrawn'
    ? { status, decidedBy: by, decidedAt }
    : { status, decidedBy: by, decidedAt, comment: comment ?? '' };
}

function proposalOf(row: Row, seals: Seals): Proposal {
  const { id, version, baseVersion, baseEpoch, filedBy, reason, tests, createdAt } = row;
  return {
    ...{ version, baseVersion, baseEpoch, filedBy, reason, tests, createdAt },
    id: id as ProposalId,
    proposedBy: row.proposedBy as AdminId,
    proposerPerson: row.proposerPerson as PersonId,
    // What the broker did not write as open cannot be activated.
    state:
      row.status === 'open' && !seals.holds('policy_proposals', row.id, row)
        ? { status: 'superseded', decidedAt: createdAt }
        : stateOf(row),
  };
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function selectProposals(
  reader: SealedReader,
  page: { where?: SQL | undefined; before?: string | undefined; limit: number },
): Promise<Proposal[]> {
  const rows = await reader
    .select()
    .from(policyProposals)
    .where(and(page.where, page.before ? lt(policyProposals.id, page.before) : undefined))
    .orderBy(desc(policyProposals.id))
    .limit(page.limit);
  return rows.map((row) => proposalOf(row, reader.seals));
}

export async function findProposal(reader: SealedReader, id: string): Promise<Proposal | undefined> {
  return (await selectProposals(reader, { where: eq(policyProposals.id, id), limit: 1 }))[0];
}

/** What is stored under a version's name has that name's hash, or is no version. */
export async function findVersion(reader: Reader, version: string): Promise<PolicyBundle | undefined> {
  const [row] = await reader.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row) return undefined;
  const bundle = bundleFromFiles(row.files);
  if (bundle.version !== version)
    throw new Error(`What is stored as policy version ${version} has the hash ${bundle.version}.`);
  return bundle;
}

export function insertProposal(proposal: Proposal, seals: Seals): SQL {
  const { state, ...its } = proposal;
  const row = { ...its, tests: { ...its.tests }, status: state.status };
  return insertInto(policyProposals)
    .values({ ...row, seal: seals.of('policy_proposals', row) })
    .onConflictDoNothing()
    .getSQL();
}

export interface Evidence {
  by: string;
  comment: string;
  signature: Signature;
}

/** The one conditional write of every decision: holds only while nobody has decided. */
export function closeProposal(
  id: string,
  status: Exclude<ProposalStatus, 'open' | 'superseded'>,
  decided: { by: string } | Evidence,
  now: SQL<Date>,
): SQL {
  const signed = 'signature' in decided ? { comment: decided.comment, ...decided.signature } : {};
  return update(policyProposals)
    .set({ status, decidedBy: decided.by, decidedAt: now, ...signed, seal: null })
    .where(and(eq(policyProposals.id, id), eq(policyProposals.status, 'open')))
    .getSQL();
}

/** What else was proposed was held against a version that is active no more. */
export function supersedeOthers(now: SQL<Date>, but?: string): SQL {
  return update(policyProposals)
    .set({ status: 'superseded', decidedAt: now, seal: null })
    .where(
      and(eq(policyProposals.status, 'open'), but === undefined ? undefined : ne(policyProposals.id, but)),
    )
    .getSQL();
}

export function storeVersion(bundle: PolicyBundle, now: SQL<Date>): SQL {
  return insertInto(policyVersions)
    .values({ version: bundle.version, files: { ...bundle.files }, storedAt: now })
    .onConflictDoNothing()
    .getSQL();
}

/** Starts an epoch, if the one before it is still this one. */
export function moveActivePolicy(
  to: { version: string; from: number },
  { clock, seals }: Pick<Context, 'clock' | 'seals'>,
): SQL {
  const row = { name: 'active', version: to.version, epoch: to.from + 1 };
  return update(activePolicy)
    .set({ ...row, activatedAt: clock.sql, seal: seals.of('active_policy', row) })
    .where(and(eq(activePolicy.name, 'active'), eq(activePolicy.epoch, to.from)))
    .getSQL();
}

export interface StoredVersion {
  version: string;
  storedAt: Date;
  wasActivated: boolean;
}

/** Newest first; `before` is the place of the last one of the page before. */
export async function pageOfVersions(
  reader: Reader,
  page: { before?: { storedAt: Date; version: string } | undefined; limit: number },
): Promise<StoredVersion[]> {
  const { before } = page;
  const activated = exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(policyProposals)
      .where(
        and(eq(policyProposals.version, policyVersions.version), eq(policyProposals.status, 'activated')),
      ),
  );
  const rows = await reader
    .select({
      version: policyVersions.version,
      storedAt: policyVersions.storedAt,
      wasActivated: sql<boolean>`${activated}`,
    })
    .from(policyVersions)
    .where(
      before &&
        or(
          lt(policyVersions.storedAt, before.storedAt),
          and(eq(policyVersions.storedAt, before.storedAt), lt(policyVersions.version, before.version)),
        ),
    )
    .orderBy(desc(policyVersions.storedAt), desc(policyVersions.version))
    .limit(page.limit);
  return rows;
}
