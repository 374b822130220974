import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Approval } from '../policy/question.ts';
import type { Delegation } from './delegation.ts';

const approving = ({ reviews, revision }: Delegation) =>
  reviews.filter((review) => review.decision === 'approve' && review.revision === revision);

export const noEarlierThan = (first: Date, at: Date): Date => (at < first ? first : at);

/** The approvals of this revision that still count: signers enabled, with the groups they have today; none that is of whoever asked. */
export async function approvalsGiven(context: Context, delegation: Delegation): Promise<Approval[]> {
  const signers = approving(delegation).map(({ signerId }) => signerId);
  if (signers.length === 0) return [];
  return approvalsBy(delegation, await selectPeople(context.reader, inArray(people.id, signers)));
}

/** In the order they were signed in, and never one before another that came first: brokers' clocks differ a little. */
export function approvalsBy(delegation: Delegation, signers: readonly DirectoryPerson[]): Approval[] {
  let latest = delegation.createdAt;
  return approving(delegation).flatMap(({ signerId, signerPerson, signedAt }) => {
    if (signerPerson === delegation.behindPerson) return [];
    const signer = signers.find(({ id, enabled }) => id === signerId && enabled);
    latest = noEarlierThan(latest, signedAt);
    return signer ? [{ at: latest, groups: signer.groups, person: signerPerson }] : [];
  });
}
