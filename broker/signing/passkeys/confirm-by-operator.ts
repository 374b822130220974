import { and, eq, isNotNull, isNull, not, sql } from 'drizzle-orm';
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

/** For customers the customer's own earlier key, as far as it was vouched for. */
function somebodyElseMay({ owner, person }: Passkey) {
  if (!owner.startsWith('cus_')) return anotherEnrolled(person);
  const own = new QueryBuilder()
    .select({ one: sql`1` })
    .from(passkeys)
    .where(and(ofOwner(owner), inState('active'), isNotNull(passkeys.vouchedAt)));
  return sql`exists (select 1 from (${own}) as earlier)`;
}

/** A key that is in use already, of a customer who brought it by being signed in alone, is vouched for. */
const awaitsOperator = ({ state, owner, vouchedAt }: Passkey): boolean =>
  state === 'pending' || (state === 'active' && owner.startsWith('cus_') && vouchedAt === undefined);

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
  if (!awaitsOperator(passkey)) throw notPending();
  if (plain(fingerprint) !== plain(fingerprintOf(passkey.publicKey)))
    throw new Refusal(
      'fingerprint_differs',
      'This is not the fingerprint of the key that was added. Remove it, and find out who added it.',
      { status: 403 },
    );
  const others = somebodyElseMay(passkey);
  const now = context.clock.now();
  const { state, confirmedAt = now } = passkey;
  const change = { state: 'active' as const, confirmedAt, confirmedBy: by, vouchedAt: now };
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
          .where(and(eq(passkeys.id, passkey.id), inState(state), isNull(passkeys.vouchedAt), not(others))),
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
