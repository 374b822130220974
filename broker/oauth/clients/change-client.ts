import { and, eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { type RegisteredClient, readClient } from './registered.ts';
import { asSealed, refuseUnlessSealed, sealedClient } from './store.ts';
import { clients } from './tables.ts';

export interface ClientChange {
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** Whatever else a client is made of. */
  readonly others: readonly string[];
}

/** One person may name a client anew and take scopes away; whatever lets somebody else in takes two. */
export async function changeClient(
  context: Context,
  principal: Principal,
  id: string,
  { name, scopes, others }: ClientChange,
): Promise<RegisteredClient> {
  const { row } = await readClient(context, id);
  const wider = scopes?.filter((scope) => !row.scopes.includes(scope)) ?? [];
  if (others.length > 0 || wider.length > 0)
    throw new Refusal(
      'two_persons_needed',
      'Another method, owner or key, more scopes and letting in again take two persons: propose it. A client replaces its own key itself.',
      { status: 403, detail: [...others, ...wider].join(' ') },
    );
  if (row.keptBy === 'file')
    throw new Refusal('kept_by_file', 'This client is kept in the registry file; change it there.');
  if (name === undefined && scopes === undefined) return readClient(context, id);
  refuseUnlessSealed(context, row);
  const changed = sealedClient(
    {
      ...row,
      ...(name === undefined ? {} : { name }),
      ...(scopes === undefined ? {} : { scopes: [...scopes] }),
    },
    context.seals,
  );
  await context.record({
    writes: [
      write(
        update(clients)
          .set({ name: changed.name, scopes: changed.scopes, seal: changed.seal })
          .where(and(eq(clients.id, id), eq(clients.scopes, row.scopes), asSealed(row))),
        { rows: 1, otherwise: changedMeanwhile() },
      ),
    ],
    entries: [
      {
        type: 'client.changed',
        actor: principal.id,
        target: id,
        facts: { scopes: (scopes ?? row.scopes).join(' ') },
        detail: { name: name ?? row.name },
      },
    ],
  });
  return readClient(context, id);
}
