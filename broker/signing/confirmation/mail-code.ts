import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { findPerson } from '../../identity/find-person.ts';
import { maskEmail } from '../../identity/mask-email.ts';
import type { Letter, Mail } from '../../mail/letter.ts';
import { codeHash, newCode, spellCode } from './code.ts';
import { confirmationCodes, confirmationMails } from './tables.ts';

const MOST_AN_HOUR = 5;
const WINDOW_SECONDS = 3600;
/** As long an answer waits for the mail server; a slower one goes on by itself. */
const WAIT_MS = 3_000;

/** What is confirmed, in words; the code stands beneath it. */
export interface ToConfirm {
  /** Mails are counted for one person and one thing. */
  about: string;
  subject: string;
  lines: readonly string[];
}

export interface Reachable {
  mail: Mail;
  name: string;
  address: string;
}

/** Where a person is reached without the console. Undefined: nowhere. */
export async function reachable(context: Context, signer: string): Promise<Reachable | undefined> {
  const person = context.mail && (await findPerson(context.reader, signer));
  if (!context.mail || !person?.enabled || !person.email) return undefined;
  return { mail: context.mail, name: person.name, address: person.email };
}

export async function requireReachable(context: Context, signer: string): Promise<Reachable> {
  const found = await reachable(context, signer);
  if (found) return found;
  throw new Refusal(
    'confirmation_unavailable',
    'This takes a passkey, or a code that is mailed to you, and no mail can reach you. Add a passkey and have your operator confirm it, or ask your operator to set up mail.',
    { status: 403 },
  );
}

/** Counts a mail before it is sent. */
export async function countMail(context: Context, signerId: string, about: string): Promise<void> {
  const { sql: now } = context.clock;
  const ends = sql`${now} + make_interval(secs => ${WINDOW_SECONDS})`;
  const over = sql`${confirmationMails.expiresAt} <= ${now}`;
  const { rows } = await context.burn(
    insertInto(confirmationMails)
      .values({ signerId, about, mails: 1, expiresAt: ends })
      .onConflictDoUpdate({
        target: [confirmationMails.signerId, confirmationMails.about],
        set: {
          mails: sql`case when ${over} then 1 else ${confirmationMails.mails} + 1 end`,
          expiresAt: sql`case when ${over} then ${ends} else ${confirmationMails.expiresAt} end`,
        },
      })
      .returning({ mails: confirmationMails.mails }),
  );
  if (Number(rows[0]?.mails) <= MOST_AN_HOUR) return;
  throw new Refusal(
    'too_many_codes',
    'You have been mailed several codes for this already. Use the latest, or try again in an hour.',
    { status: 429, headers: { 'retry-after': String(WINDOW_SECONDS) } },
  );
}

interface Offered {
  nonceHash: string;
  challenge: string;
  signer: string;
  expiresAt: Date;
  minutes: number;
}

function letterOf(to: Reachable, { nonceHash, minutes }: Offered, what: ToConfirm, code: string): Letter {
  const text = [
    `${to.name},`,
    ...what.lines,
    `Your code: ${spellCode(code)}`,
    `The code confirms exactly this, once, for ${minutes} minutes. Enter it only if this is what you see and what you want. Nobody asks for it by telephone, by mail or in a chat: whoever does wants to deceive you.`,
    'If you know nothing of this, enter nothing, and tell us: somebody may be signed in as you.',
  ];
  return {
    id: nonceHash,
    to: to.address,
    subject: what.subject,
    text: `${text.join('\n\n')}\n`,
  };
}

/** Neither the letter nor what is in it is written down when it fails. */
async function post({ log }: Context, mail: Mail, letter: Letter): Promise<void> {
  const sending = mail.send(letter).catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    log.error({ why }, 'A confirmation code could not be mailed.');
    return 'failed' as const;
  });
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, WAIT_MS, 'late').unref());
  const outcome = await Promise.race([sending, late]);
  if (outcome === 'failed')
    throw new Refusal('confirmation_not_sent', 'The code could not be mailed. Try again in a minute.', {
      status: 503,
    });
  if (outcome === 'refused')
    throw new Refusal(
      'confirmation_unavailable',
      'Your mailbox does not take our mail. Add a passkey and have your operator confirm it, or have your address put right.',
      { status: 403 },
    );
}

/** Keeps the code's hash, then mails the code: a crash between the two leaves a statement that nobody can confirm. */
export async function mailCode(
  context: Context,
  to: Reachable,
  offered: Offered,
  what: ToConfirm,
): Promise<{ sentTo: string }> {
  const code = newCode();
  const sentTo = maskEmail(to.address);
  const { nonceHash, challenge, signer, expiresAt } = offered;
  await context.burn(
    insertInto(confirmationCodes).values({
      nonceHash,
      signerId: signer,
      codeHash: codeHash(context, { signer, challenge, code }),
      sentTo,
      mailedAt: context.clock.sql,
      tries: 0,
      expiresAt,
    }),
  );
  await post(context, to.mail, letterOf(to, offered, what, code));
  return { sentTo };
}
