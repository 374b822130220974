import { and, eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { notFound, Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { passkeyProof, type Signature, type Signed, type SigningRule } from '../statement.ts';
import { takeStatement } from '../take-statement.ts';
import { requireOwner } from './owner.ts';
import { type Passkey, passkeyDetailsHash } from './passkey.ts';
import { findPasskey, inState, sealOf, wasEnrolled } from './store.ts';
import { passkeyConfirmations, passkeys } from './tables.ts';

export const notPending = () =>
  new Refusal('not_pending', 'This passkey does not wait for a confirmation any more.');

/** Staff keys are let in by another person of the admin domain, a customer's by the customer: with an earlier key, or the first by mail. */
export async function readConfirmable(context: Context, principal: Principal, id: string): Promise<Passkey> {
  const signer = requireOwner(principal);
  const passkey = await findPasskey(context.reader, id);
  if (!passkey) throw notFound();
  const ofCustomer = passkey.owner.startsWith('cus_');
  if (principal.domain === 'customer' ? passkey.owner !== signer.id : principal.domain !== 'admin')
    throw notFound();
  if (principal.domain === 'admin' && (ofCustomer || passkey.person === signer.person))
    throw new Refusal(
      'own_person',
      'Somebody else lets this key in: not its owner, and not staff for customers.',
      {
        status: 403,
      },
    );
  if (passkey.state !== 'pending') throw notPending();
  return passkey;
}

/** Of a customer who never had a key the first one is let in by mail, and every other one by a key. */
export async function enrolmentRule(context: Context, passkey: Passkey): Promise<SigningRule> {
  const isFirst =
    passkey.enrolledBy === 'confirmation' && !(await wasEnrolled(context.reader, passkey.owner));
  return isFirst ? 'first_passkey' : 'enrolment';
}

/** A key speaks for another as far as somebody spoke for itself. */
async function vouches(context: Context, passkey: Passkey, signature: Signature): Promise<boolean> {
  if (signature.method === 'confirmation' || !passkey.owner.startsWith('cus_')) return true;
  const by = passkeyProof(signature)?.passkey;
  const key = by === undefined ? undefined : await findPasskey(context.reader, by);
  return key?.vouchedAt !== undefined;
}

/** Lets a new key in, or keeps it out: signed with a key that is in already. */
export async function confirmPasskey(
  context: Context,
  {
    principal,
    id,
    decision,
    signed,
  }: { principal: Principal; id: string; decision: 'confirm' | 'reject'; signed: Signed },
): Promise<Passkey> {
  const signer = requireOwner(principal);
  const passkey = await readConfirmable(context, principal, id);
  const deciding = {
    kind: 'enrolment',
    decision,
    about: { target: passkey.id },
    detailsHash: passkeyDetailsHash(passkey),
    signer: signer.id,
    as: await enrolmentRule(context, passkey),
  } as const;
  const signature = await takeStatement(context, signed, deciding, principal);
  const now = context.clock.now();
  const vouched = (await vouches(context, passkey, signature)) ? { vouchedAt: now } : {};
  const change =
    decision === 'confirm'
      ? { state: 'active' as const, confirmedAt: now, confirmedBy: signer.id as string, ...vouched }
      : { state: 'removed' as const, removedAt: now, removedBy: signer.id as string };
  const one = { rows: 1, otherwise: notPending() };
  await context.record({
    writes: [
      write(
        update(passkeys)
          .set({ ...change, seal: sealOf({ ...passkey, ...change }, context.seals) })
          .where(and(eq(passkeys.id, passkey.id), inState('pending'))),
        one,
      ),
      write(
        insertInto(passkeyConfirmations)
          .values({
            ...signature,
            passkeyId: passkey.id,
            signerId: signer.id,
            signerPerson: signer.person,
            decision,
            signedAt: now,
          })
          .onConflictDoNothing(),
        one,
      ),
    ],
    entries: [
      {
        type: decision === 'confirm' ? 'passkey.confirmed' : 'passkey.rejected',
        actor: signer.id,
        subject: passkey.owner,
        target: passkey.id,
        policyVersion: context.policy.version,
        hashes: { details: deciding.detailsHash, statement: signature.challenge },
        facts: { method: signature.method },
        detail: { name: passkey.name },
      },
    ],
  });
  return { ...passkey, ...change };
}
