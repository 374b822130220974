import { and, eq, not, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { notFound, Refusal } from '../../errors.ts';
import { notPending } from './confirm-passkey.ts';
import { fingerprintOf, type Passkey, passkeyDetailsHash } from './passkey.ts';
import { anotherEnrolled, findPasskey, inState, ofOwner, sealOf } from './store.ts';
import { passkeys } from './tables.ts';

const plain = (fingerprint: string) => fingerprint.toLowerCase().replace(/[\s-]/g, '');

/** For customers the customer's own earlier key. */
function somebodyElseMay({ owner, person }: Passkey) {
  if (!owner.startsWith('cus_')) return anotherEnrolled(person);
  const own = new QueryBuilder()
    .select({ one: sql`1` })
    .from(passkeys)
    .where(and(ofOwner(owner), inState('active')));
  return sql`exists (select 1 from (${own}) as earlier)`;
}

/**
 * Where nobody else could let a key in, an operator does, by the fingerprint that its owner has read off the
 * authenticator's own page: a key that somebody swapped in on the way has another one.
 */
export async function confirmByOperator(
  context: Context,
  { by, id, fingerprint }: { by: string; id: string; fingerprint: string },
): Promise<Passkey> {
  const passkey = await findPasskey(context.reader, id);
  if (!passkey) throw notFound();
  if (passkey.state !== 'pending') throw notPending();
  if (plain(fingerprint) !== plain(fingerprintOf(passkey.publicKey)))
    throw new Refusal(
      'fingerprint_differs',
      'This is not the fingerprint of the key that was added. Remove it, and find out who added it.',
      { status: 403 },
    );
  const others = somebodyElseMay(passkey);
  const change = { state: 'active' as const, confirmedAt: context.clock.now(), confirmedBy: by };
  const otherwise = new Refusal(
    'others_may_confirm',
    'Somebody who has a passkey confirms this one; an operator does only where nobody else can.',
    { status: 403 },
  );
  await context.record({
    writes: [
      write(
        update(passkeys)
          .set({ ...change, seal: sealOf({ ...passkey, ...change }, context.seals) })
          .where(and(eq(passkeys.id, passkey.id), inState('pending'), not(others))),
        { rows: 1, otherwise },
      ),
    ],
    entries: [
      {
        type: 'passkey.confirmed',
        actor: by,
        subject: passkey.owner,
        target: passkey.id,
        hashes: { details: passkeyDetailsHash(passkey) },
        facts: { by: 'fingerprint' },
        detail: { name: passkey.name },
      },
    ],
  });
  return { ...passkey, ...change };
}
