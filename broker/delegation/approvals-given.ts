import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Approval } from '../policy/question.ts';
import type { Delegation } from './delegation.ts';

/** The approvals of this revision that still count: signers enabled, with the groups they have today. */
export async function approvalsGiven(context: Context, delegation: Delegation): Promise<Approval[]> {
  const given = delegation.reviews.filter(
    ({ decision, revision }) => decision === 'approve' && revision === delegation.revision,
  );
  if (given.length === 0) return [];
  const signers = await selectPeople(
    context.reader,
    inArray(
      people.id,
      given.map(({ signerId }) => signerId),
    ),
  );
  return given.flatMap(({ signerId, signerPerson, signedAt }) => {
    const signer = signers.find(({ id, enabled }) => id === signerId && enabled);
    return signer ? [{ person: signerPerson, groups: signer.groups, at: signedAt }] : [];
  });
}
