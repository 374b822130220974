import { and, eq, ne } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { notFound, Refusal } from '../../errors.ts';
import type { Passkey } from './passkey.ts';
import { findPasskey, sealOfRemoved } from './store.ts';
import { passkeys } from './tables.ts';

/** Takes a key out of use. What policy asks of its owner stays: who was enrolled signs with a passkey or not at all. */
export async function removePasskey(
  context: Context,
  { principal, id, whose }: { principal: { id: string }; id: string; whose: 'own' | 'anybody' },
): Promise<Passkey> {
  const passkey = await findPasskey(context.reader, id);
  if (!passkey || (whose === 'own' && passkey.owner !== principal.id)) throw notFound();
  const change = { state: 'removed' as const, removedAt: context.clock.now(), removedBy: principal.id };
  const seal = await sealOfRemoved(context, passkey.id, change);
  await context.record({
    writes: [
      write(
        update(passkeys)
          .set({ ...change, seal })
          .where(and(eq(passkeys.id, passkey.id), ne(passkeys.state, 'removed'))),
        { rows: 1, otherwise: new Refusal('already_removed', 'This passkey was removed already.') },
      ),
    ],
    entries: [
      {
        type: 'passkey.removed',
        actor: principal.id,
        subject: passkey.owner,
        target: passkey.id,
        detail: { name: passkey.name },
      },
    ],
  });
  return { ...passkey, ...change };
}
