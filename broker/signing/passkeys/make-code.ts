import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { notFound, Refusal } from '../../errors.ts';
import { findPerson } from '../../identity/find-person.ts';
import { enrolmentCodes } from './tables.ts';

const LIVES_MS = 15 * 60_000;

export interface MadeCode {
  code: string;
  expiresAt: Date;
}

/** However it is typed: case, spaces and dashes do not count. */
export const codeHash = (code: string): string =>
  createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest('base64url');

/** 80 bits, to be read aloud. */
function newCode(): string {
  return (randomBytes(10).toString('hex').match(/.{4}/g) ?? []).join('-');
}

/** An operator lets one account bring one key, soon. An earlier code of that account stops working. */
export async function makeCode(context: Context, by: string, ownerId: string): Promise<MadeCode> {
  const owner = await findPerson(context.reader, ownerId);
  if (!owner) throw notFound();
  if (!owner.enabled || owner.person === undefined)
    throw new Refusal('may_not_enrol', 'This account is shut out, or nobody knows whose it is.');
  const code = newCode();
  const now = context.clock.now();
  const expiresAt = new Date(now.getTime() + LIVES_MS);
  await context.record({
    writes: [
      write(
        update(enrolmentCodes)
          .set({ usedAt: context.clock.sql })
          .where(and(eq(enrolmentCodes.ownerId, owner.id), isNull(enrolmentCodes.usedAt))),
        { rows: 'any', otherwise: new Error('An earlier code could not be taken back.') },
      ),
      write(
        insertInto(enrolmentCodes).values({
          codeHash: codeHash(code),
          ownerId: owner.id,
          madeBy: by,
          createdAt: now,
          expiresAt,
        }),
        { rows: 1, otherwise: new Error('A new code was not inserted.') },
      ),
    ],
    entries: [
      {
        type: 'enrolment_code.made',
        actor: by,
        subject: owner.id,
        target: owner.id,
        facts: { expires_at: expiresAt.toISOString() },
      },
    ],
  });
  return { code, expiresAt };
}
