import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { ApprovalQuestion } from '../policy/question.ts';
import type { RequiredApprovals } from '../policy/verdict.ts';

export interface Eligible extends RequiredApprovals {
  readonly eligible: readonly { id: string; name: string }[];
}

/** Who could sign each stage, once it is its turn: everybody of its groups whom policy lets sign this request. */
export async function eligibleApprovers(
  { reader, policy }: Pick<Context, 'reader' | 'policy'>,
  required: readonly RequiredApprovals[],
  request: Pick<ApprovalQuestion, 'delegation' | 'now'>,
): Promise<Eligible[]> {
  if (required.length === 0) return [];
  const staff = (await selectPeople(reader, eq(people.domain, 'admin'))).filter(({ enabled }) => enabled);
  const maySign = ({ id, domain, groups, person }: DirectoryPerson): boolean => {
    const { decision, internal } = policy.decideApproval({
      ...request,
      approver: { id, groups, roles: rolesOf(policy.bundle, domain, groups), ...(person ? { person } : {}) },
      decision: 'approve',
      throughSession: false,
      earlier: [],
    });
    return decision === 'allow' || internal.every((reason) => reason.id === 'engine:not-your-turn');
  };
  const signers = staff.filter(maySign);
  return required.map((stage) => ({
    ...stage,
    eligible: signers
      .filter(({ groups }) => groups.some((group) => stage.from.includes(group)))
      .map(({ id, name }) => ({ id, name })),
  }));
}
