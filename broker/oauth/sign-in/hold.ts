import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import type { Reader } from '../../db/client.ts';
import type { Principal } from '../../identity/principal.ts';
import { clients } from '../clients/tables.ts';
import { signIns } from './tables.ts';

export interface HeldSignIn {
  endsAt: Date | undefined;
  holds: Write[];
}

export function signInRead(reader: Reader, { signInId }: Principal) {
  const own = signInId === undefined ? sql`false` : eq(signIns.id, signInId);
  return reader.select({ endsAt: signIns.endsAt }).from(signIns).where(own);
}

export async function holdSignIn(
  context: Context,
  principal: Principal,
  otherwise: Error,
): Promise<HeldSignIn> {
  const [row] = principal.signInId === undefined ? [] : await signInRead(context.reader, principal);
  return heldSignIn(context, principal, row?.endsAt, otherwise);
}

/** That the actor is still signed in, or the service still registered, when the write happens: the row lock orders it with the end. */
export function heldSignIn(
  context: Context,
  { signInId, clientId }: Principal,
  endsAt: Date | undefined,
  otherwise: Error,
): HeldSignIn {
  if (signInId === undefined) {
    const registered = update(clients)
      .set({ disabledAt: null })
      .where(and(eq(clients.id, clientId), isNull(clients.disabledAt)));
    return { endsAt: undefined, holds: [write(registered, { rows: 1, otherwise })] };
  }
  const signedIn = update(signIns)
    .set({ endedAt: null })
    .where(and(eq(signIns.id, signInId), isNull(signIns.endedAt), gt(signIns.endsAt, context.clock.sql)));
  return { endsAt, holds: [write(signedIn, { rows: 1, otherwise })] };
}
