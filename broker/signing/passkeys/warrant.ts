import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import { reachable } from '../confirmation/mail-code.ts';
import { requireFreshSignIn } from '../required-method.ts';
import { mayInvite } from './invite-to-enrol.ts';
import { codeHash } from './make-code.ts';
import type { Owner } from './owner.ts';
import type { EnrolledBy, PasskeyId } from './passkey.ts';
import { activePasskeys, wasEnrolled } from './store.ts';
import { enrolmentCodes, enrolmentInvitations } from './tables.ts';

const FRESH_SECONDS = 300;

/** What lets somebody bring a key, used up in the same write as the key is added. */
export interface Warrant {
  enrolledBy: EnrolledBy;
  uses: Write[];
}

function byCode(context: Context, owner: Owner, code: string, passkey: PasskeyId): Warrant {
  const use = update(enrolmentCodes)
    .set({ usedAt: context.clock.sql, usedFor: passkey })
    .where(
      and(
        eq(enrolmentCodes.codeHash, codeHash(code)),
        eq(enrolmentCodes.ownerId, owner.id),
        isNull(enrolmentCodes.usedAt),
        sql`${enrolmentCodes.expiresAt} > ${context.clock.sql}`,
      ),
    );
  const otherwise = new Refusal(
    'code_not_valid',
    'This code is not yours, was used, or is too old. Ask the operator for a new one.',
    { status: 403 },
  );
  return { enrolledBy: 'code', uses: [write(use, { rows: 1, otherwise })] };
}

async function byApprovers(context: Context, owner: Owner, passkey: PasskeyId): Promise<Warrant | undefined> {
  const { ownerId, signerId, signerPerson, usedAt, expiresAt, id, signedAt } = enrolmentInvitations;
  const open = and(eq(ownerId, owner.id), isNull(usedAt), sql`${expiresAt} > ${context.clock.sql}`);
  const invitations = await context.reader
    .select({ id, signer: signerId, person: signerPerson })
    .from(enrolmentInvitations)
    .where(open)
    .orderBy(desc(signedAt));
  const signers = invitations.map(({ signer }) => signer);
  const known = signers.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, signers));
  // Whoever was shut out since, or is no approver any more, lets nobody in.
  const standing = invitations.filter(({ signer, person }) =>
    known.some((one) => one.id === signer && one.person === person && mayInvite(context, one)),
  );
  const two = [...new Map(standing.map((one) => [one.person, one.id])).values()].slice(0, 2);
  if (two.length < 2) return undefined;
  const use = update(enrolmentInvitations)
    .set({ usedAt: context.clock.sql, usedFor: passkey })
    .where(and(open, inArray(id, two)));
  const otherwise = new Refusal('invitation_used', 'These invitations were used or ran out meanwhile.');
  return { enrolledBy: 'approvers', uses: [write(use, { rows: 2, otherwise })] };
}

/**
 * A customer's first key takes a fresh sign-in, and waits for a code that is mailed to them where mail reaches them. Where
 * none does it is the only one that a sign-in brings, and nobody has vouched for it. A further one takes their own word.
 */
async function ofCustomer(
  context: Context,
  owner: Owner,
  principal: Principal,
): Promise<Warrant | undefined> {
  if (!(await wasEnrolled(context.reader, owner.id))) {
    requireFreshSignIn(context, principal, FRESH_SECONDS);
    const byMail = (await reachable(context, owner.id)) !== undefined;
    return { enrolledBy: byMail ? 'confirmation' : 'sign_in', uses: [] };
  }
  const earlier = await activePasskeys(context.reader, owner.id);
  return earlier.length > 0 ? { enrolledBy: 'earlier_key', uses: [] } : undefined;
}

/** Being signed in at a door brings no member of staff a key: the console could be somebody else's. */
export async function warrantFor(
  context: Context,
  principal: Principal,
  owner: Owner,
  wanted: { code: string | undefined; passkey: PasskeyId },
): Promise<Warrant> {
  if (wanted.code !== undefined) return byCode(context, owner, wanted.code, wanted.passkey);
  const warrant =
    principal.domain === 'customer'
      ? await ofCustomer(context, owner, principal)
      : await byApprovers(context, owner, wanted.passkey);
  if (warrant) return warrant;
  throw new Refusal('enrolment_not_invited', 'A new passkey takes a code from the operator.', {
    status: 403,
  });
}
