import { write } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import type { Principal } from '../../../identity/principal.ts';
import type { ClientChange } from './client-change.ts';
import { clientKeeper } from './client-keeper.ts';
import { namedChange } from './read-change.ts';
import { notOpen, refuseUnlessOpen } from './sign-change.ts';
import { closeChange } from './store.ts';

/** Whoever proposed it takes it back, with whichever account. */
export async function withdrawChange(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<ClientChange> {
  const { id: by, person } = clientKeeper(principal);
  const change = await namedChange(context, id);
  if (person !== change.proposerPerson)
    throw new Refusal('not_yours', 'Only who proposed it can take it back; you can reject it instead.', {
      status: 403,
    });
  refuseUnlessOpen(change);
  await context.record({
    writes: [write(closeChange(context, id, 'withdrawn', { by }), { rows: 1, otherwise: notOpen() })],
    entries: [
      {
        type: 'client.change_withdrawn',
        actor: by,
        target: id,
        hashes: { state: change.stateHash },
        facts: { client: change.clientId },
      },
    ],
  });
  return { ...change, state: { status: 'withdrawn', decidedBy: by, decidedAt: context.clock.now() } };
}
