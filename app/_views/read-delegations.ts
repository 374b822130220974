import { notFound } from 'next/navigation';
import type { DelegationPage, DelegationView, Status } from '#components/delegation/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readCatalog } from './catalog-view.ts';
import { delegationView } from './delegation-view.ts';

export interface Which {
  status?: Status | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** One page of the delegations this person may see, newest first. */
export async function readDelegations(principal: Principal, which: Which = {}): Promise<DelegationPage> {
  const { status, cursor, limit = 50 } = which;
  const query = { limit, ...(status && { status }), ...(cursor && { cursor }) };
  const [catalog, page] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/delegations', { params: { query } })),
  ]);
  return { items: page.items.map((one) => delegationView(one, catalog)), next: page.next_cursor };
}

export async function readDelegation(principal: Principal, id: string): Promise<DelegationView> {
  const [catalog, delegation] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/delegations/{id}', { params: { path: { id } } })),
  ]);
  return delegationView(delegation, catalog);
}

/** For a page: what this person may not see, or what is no id at all, does not exist. */
export async function findDelegation(principal: Principal, id: string): Promise<DelegationView> {
  if (!/^dlg_[0-9a-z_]{1,64}$/.test(id)) notFound();
  const [catalog, delegation] = await Promise.all([
    readCatalog(principal),
    found(principal.api.GET('/v1/delegations/{id}', { params: { path: { id } } })),
  ]);
  return delegationView(delegation, catalog);
}

/** Everything the customer was ever asked, newest first. */
export async function readConsents(
  principal: Principal,
  which: Pick<Which, 'cursor'> = {},
): Promise<DelegationPage> {
  const query = { state: 'all' as const, limit: 50, ...(which.cursor && { cursor: which.cursor }) };
  const [catalog, page] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/me/consents', { params: { query } })),
  ]);
  return { items: page.items.map((one) => delegationView(one, catalog)), next: page.next_cursor };
}

const TOLD_FOR_MS = 30 * 24 * 3600 * 1000;

/** In which the customer was not asked: those that could open the account, for a month after they ended. */
export async function readEmergencies(principal: Principal): Promise<DelegationView[]> {
  const query = { state: 'all' as const, limit: 100 };
  const [catalog, page] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/me/delegations', { params: { query } })),
  ]);
  const since = new Date(Date.now() - TOLD_FOR_MS).toISOString();
  return page.items
    .filter(({ emergency, granted_at: at }) => emergency && at !== undefined && at > since)
    .map((one) => delegationView(one, catalog));
}
