import type { components } from '@countersign/client';
import { z } from 'zod';

type Built = components['schemas']['BuiltStatement'];
type Narrowed = components['schemas']['ReviewNarrowed'];
type Signed = components['schemas']['Signed'];
type Assertion = components['schemas']['PasskeyAssertion'];

/** A built statement as the flat values that a form's state may hold. */
export function statementText(built: Built, narrowed: Narrowed | undefined) {
  return {
    statement: JSON.stringify(built.statement),
    nonce: built.nonce,
    challenge: built.challenge,
    expiresAt: built.expires_at,
    narrowed: narrowed ? JSON.stringify(narrowed) : null,
    method: built.method,
    sentTo: built.confirmation?.sent_to ?? null,
    passkeyOptions: built.passkey_options ? JSON.stringify(built.passkey_options) : null,
  };
}

/** The same values on their way back. The broker compares them, byte for byte in effect, with what it built. */
export const statementToSign = z.object({
  id: z.string().startsWith('dlg_'),
  statement: z
    .string()
    .max(8192)
    .transform(parsed<components['schemas']['Statement']>),
  nonce: z.string().max(256),
  narrowed: z
    .string()
    .max(8192)
    .transform(parsed<Narrowed>)
    .optional(),
  assertion: z
    .string()
    .max(16_384)
    .transform(parsed<Assertion>)
    .optional(),
  code: z.string().trim().min(1, 'Enter the code from the mail.').max(32).optional(),
});

type ToSign = Pick<z.output<typeof statementToSign>, 'statement' | 'nonce' | 'assertion' | 'code'>;

/** With what the authenticator answered, with the code that was mailed, or by nothing but being signed in. */
export function signatureOf({ statement, nonce, assertion, code }: ToSign): Signed {
  if (assertion) return { statement, nonce, method: 'passkey', assertion };
  return code === undefined
    ? { statement, nonce, method: 'session' }
    : { statement, nonce, method: 'confirmation', code };
}

function parsed<T>(text: string, context: z.RefinementCtx): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    context.addIssue({ code: 'custom', message: 'This statement is not readable. Start again.' });
    return z.NEVER;
  }
}
