import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import { findActivation } from './active-policy.ts';
import type { Proposal } from './proposal.ts';
import { findVersion, pageOfVersions, type StoredVersion, selectProposals } from './store.ts';
import { activePolicy, policyProposals } from './tables.ts';

export interface InForce {
  bundle: PolicyBundle;
  epoch: number;
  activatedAt: Date;
  /** What made it active; none at the first start and under the development switch. */
  proposal: Proposal | undefined;
}

export async function readInForce(context: Context): Promise<InForce> {
  const [row] = await context.reader.select().from(activePolicy).where(eq(activePolicy.name, 'active'));
  const bundle = row && (await findVersion(context.reader, row.version));
  if (!row || !bundle) throw new Error('There is no active policy version.');
  const [proposal] = await selectProposals(context.reader, {
    where: and(
      eq(policyProposals.version, row.version),
      eq(policyProposals.baseEpoch, row.epoch - 1),
      eq(policyProposals.status, 'activated'),
    ),
    limit: 1,
  });
  return { bundle, epoch: row.epoch, activatedAt: row.activatedAt, proposal };
}

export async function readVersion(context: Context, version: string): Promise<PolicyBundle> {
  const bundle = await findVersion(context.reader, version);
  if (!bundle) throw notFound();
  return bundle;
}

const placeOf = ({ storedAt, version }: StoredVersion): string => `${storedAt.toISOString()}~${version}`;

function placeAt(cursor: string) {
  const [, at, version] = /^([\dT:.-]{20,30}Z)~([\w-]{43})$/.exec(cursor) ?? [];
  const storedAt = new Date(at ?? '');
  if (version !== undefined && !Number.isNaN(storedAt.getTime())) return { storedAt, version };
  throw new Refusal('invalid_request', 'The cursor is not one of ours.', { status: 400 });
}

export async function listVersions(
  context: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: (StoredVersion & { isActive: boolean })[]; nextCursor: string | null }> {
  const before = cursor === undefined ? undefined : placeAt(cursor);
  const found = await pageOfVersions(context.reader, { before, limit: limit + 1 });
  const active = await findActivation(context.reader);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((one) => ({ ...one, isActive: one.version === active?.version })),
    nextCursor: found.length > limit && last ? placeOf(last) : null,
  };
}
