import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { describeDelegations } from '../../delegation/describe.ts';
import { type DelegationView, delegationView } from './view.ts';

export async function viewsOf(
  context: Context,
  delegations: readonly Delegation[],
): Promise<DelegationView[]> {
  return (await describeDelegations(context, delegations)).map(delegationView);
}

export async function viewOf(context: Context, delegation: Delegation): Promise<DelegationView> {
  const [view] = await viewsOf(context, [delegation]);
  if (!view) throw new Error(`${delegation.id} was not described.`);
  return view;
}
