import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { flowState } from '../policy/flows.ts';
import type { FlowState } from '../policy/verdict.ts';
import { approvalsGiven } from './approvals-given.ts';
import type { Delegation } from './delegation.ts';

/** A delegation with what has to be looked up to tell a person about it. */
export interface DescribedDelegation {
  delegation: Delegation;
  purposeTitle: string;
  approvals: FlowState;
  name: (id: string) => string;
}

function partiesOf(delegation: Delegation): string[] {
  const { state } = delegation;
  return [
    delegation.actor.id,
    delegation.subjectId,
    ...delegation.reviews.map(({ signerId }) => signerId),
    ...(delegation.consent ? [delegation.consent.signerId] : []),
    ...(delegation.offer ? [delegation.offer.customerId] : []),
    ...('endedBy' in state && 'id' in state.endedBy ? [state.endedBy.id] : []),
  ];
}

/** Names, titles and how far the approvals are; one query for the names of a whole page. Services go by their id. */
export async function describeDelegations(
  context: Context,
  delegations: readonly Delegation[],
): Promise<DescribedDelegation[]> {
  if (delegations.length === 0) return [];
  const { bundle } = context.policy;
  const ids = [...new Set(delegations.flatMap(partiesOf))];
  const names = new Map(
    (await selectPeople(context.reader, inArray(people.id, ids))).map(({ id, name }) => [id as string, name]),
  );
  return Promise.all(
    delegations.map(async (delegation) => ({
      delegation,
      purposeTitle:
        bundle.intents.find(({ id }) => id === delegation.requested[0]?.purpose.code)?.title ??
        delegation.requested[0]?.purpose.code ??
        '',
      approvals: flowState(
        bundle.flows,
        delegation.obligations.approvals,
        await approvalsGiven(context, delegation),
        {
          filedAt: delegation.createdAt,
          now: context.clock.now(),
        },
      ),
      name: (id: string) => names.get(id) ?? id,
    })),
  );
}
