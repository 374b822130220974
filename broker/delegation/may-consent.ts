import type { Context } from '../context.ts';
import { findAccount } from '../identity/find-account.ts';
import { consenterHolds } from '../identity/store.ts';
import type { accountConsenters } from '../identity/tables.ts';
import type { Seals } from '../seals/seals.ts';
import { accountOf, type DelegationSession } from './details.ts';

interface NamedAccount {
  backend: string;
  id: string;
}

/** Every account that is named, at each backend by itself. */
function accountsNamed(
  details: readonly Pick<DelegationSession, 'identifier' | 'actions'>[],
): NamedAccount[] {
  const named = new Map<string, NamedAccount>();
  for (const item of details)
    for (const action of item.actions) {
      const one = { backend: action.split(':')[0] ?? '', id: accountOf(item) };
      named.set(`${one.backend} ${one.id}`, one);
    }
  return [...named.values()];
}

/** Whether the directory lists this customer as one who may consent, for every account that is named. */
export async function mayConsent(
  context: Context,
  customerId: string,
  details: readonly Pick<DelegationSession, 'identifier' | 'actions'>[],
): Promise<boolean> {
  for (const { backend, id } of accountsNamed(details)) {
    const account = await findAccount(context.reader, backend, id);
    if (!account?.consenters.some((consenter) => consenter === customerId)) return false;
  }
  return true;
}

/** The same from rows that were read already. */
export function consentsByRight(
  customerId: string,
  details: readonly DelegationSession[],
  rights: readonly (typeof accountConsenters.$inferSelect)[],
  seals: Seals,
): boolean {
  return accountsNamed(details).every(({ backend, id }) =>
    rights.some(
      (right) =>
        right.customerId === customerId &&
        right.backend === backend &&
        right.accountId === id &&
        consenterHolds(right, seals),
    ),
  );
}
