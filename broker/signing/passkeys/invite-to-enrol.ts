import { hashOf } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { notFound, Refusal } from '../../errors.ts';
import { findPerson } from '../../identity/find-person.ts';
import type { Principal } from '../../identity/principal.ts';
import type { DirectoryPerson } from '../../identity/store.ts';
import { newId } from '../../ids.ts';
import { rolesOf } from '../../policy/bundle.ts';
import type { Signed } from '../statement.ts';
import { takeStatement } from '../take-statement.ts';
import { requireOwner } from './owner.ts';
import { enrolmentInvitations } from './tables.ts';

const LIVES_MS = 24 * 3_600_000;
const APPROVERS = ['approver', 'emergency_approver'];

export interface Invitation {
  id: string;
  owner: string;
  expiresAt: Date;
}

/** What is signed: this account, of this issuer's subject, under this name. */
export const invitedDetailsHash = ({ id, iss, sub, name }: DirectoryPerson): string =>
  hashOf({ id, iss, sub, name });

/** As the directory has them now. */
export function mayInvite({ policy }: Context, { domain, groups, enabled }: DirectoryPerson): boolean {
  const roles = rolesOf(policy.bundle, domain, groups);
  return enabled && domain === 'admin' && roles.some((role) => APPROVERS.includes(role));
}

/** Approvers invite members of staff: never themselves, nor another account of theirs. */
export async function readInvitable(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DirectoryPerson> {
  const signer = requireOwner(principal);
  if (principal.domain !== 'admin' || !principal.roles.some((role) => APPROVERS.includes(role)))
    throw new Refusal('wrong_domain', 'Only approvers invite.', { status: 403 });
  const invited = await findPerson(context.reader, id);
  if (!invited || invited.domain === 'customer') throw notFound();
  if (!invited.enabled || invited.person === undefined)
    throw new Refusal('may_not_enrol', 'This account is shut out, or nobody knows whose it is.');
  if (invited.person === signer.person)
    throw new Refusal('own_person', 'You cannot invite yourself.', { status: 403 });
  return invited;
}

/** One of the two signatures that let somebody bring a key without an operator's code. */
export async function inviteToEnrol(
  context: Context,
  { principal, id, signed }: { principal: Principal; id: string; signed: Signed },
): Promise<Invitation> {
  const signer = requireOwner(principal);
  const invited = await readInvitable(context, principal, id);
  const deciding = {
    kind: 'enrolment',
    decision: 'invite',
    about: { target: invited.id },
    detailsHash: invitedDetailsHash(invited),
    signer: signer.id,
  } as const;
  const signature = await takeStatement(context, signed, deciding, principal);
  const now = context.clock.now();
  const invitation = {
    id: newId('inv', now.getTime()),
    owner: invited.id as string,
    expiresAt: new Date(now.getTime() + LIVES_MS),
  };
  await context.record({
    writes: [
      write(
        insertInto(enrolmentInvitations).values({
          ...signature,
          id: invitation.id,
          ownerId: invited.id,
          signerId: signer.id,
          signerPerson: signer.person,
          signedAt: now,
          expiresAt: invitation.expiresAt,
        }),
        { rows: 1, otherwise: new Error('An invitation was not inserted.') },
      ),
    ],
    entries: [
      {
        type: 'person.invited_to_enrol',
        actor: signer.id,
        subject: invited.id,
        target: invitation.id,
        policyVersion: context.policy.version,
        hashes: { details: deciding.detailsHash, statement: signature.challenge },
        facts: { expires_at: invitation.expiresAt.toISOString() },
      },
    ],
  });
  return invitation;
}
