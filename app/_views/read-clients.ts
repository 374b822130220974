import { notFound } from 'next/navigation';
import type { ChangeRow, ChangeView, ClientView } from '#components/clients/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { changeRow, clientView, membersView } from './client-view.ts';

const PAGE = 50;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface Clients {
  clients: ClientView[];
  /** What the next page begins after. */
  next: string | undefined;
  open: ChangeRow[];
}

export const seesClients = ({ scopes }: Pick<Principal, 'scopes'>): boolean =>
  scopes.includes('client.manage');

export async function readClients({ api }: Principal, after: string | undefined): Promise<Clients> {
  const cursor = after !== undefined && ID.test(after) ? { cursor: after } : {};
  const [clients, open] = await Promise.all([
    answer(api.GET('/v1/clients', { params: { query: { limit: PAGE, ...cursor } } })),
    answer(api.GET('/v1/clients/changes', { params: { query: { status: 'open', limit: PAGE } } })),
  ]);
  return {
    clients: clients.items.map(clientView),
    next: clients.next_cursor ?? undefined,
    open: open.items.map(changeRow),
  };
}

export interface OneClient {
  client: ClientView;
  open: ChangeView[];
  past: ChangeRow[];
}

export async function findClient({ api }: Principal, id: string): Promise<OneClient> {
  if (!ID.test(id)) notFound();
  const client = clientView(await found(api.GET('/v1/clients/{id}', { params: { path: { id } } })));
  const changes = await answer(
    api.GET('/v1/clients/changes', { params: { query: { client: id, limit: PAGE } } }),
  );
  const isOpen = ({ status }: { status: string }) => status === 'open';
  const open = await Promise.all(
    changes.items.filter(isOpen).map(async ({ id: change }) => {
      const one = await answer(api.GET('/v1/clients/changes/{id}', { params: { path: { id: change } } }));
      const [before, after] = [membersView(one.before), membersView(one.after)];
      return { ...changeRow(one), before, after, endsAccess: one.ends_access, stale: one.stale };
    }),
  );
  return {
    client,
    open: open.filter(isOpen),
    past: changes.items.filter((change) => !isOpen(change)).map(changeRow),
  };
}
