import { z } from 'zod';
import { signedText } from '#app/_views/signed-text.ts';
import { many } from '#lib/actions/form-input.ts';

export const request = z.object({
  idempotency_key: z.uuid(),
  subject: z.string('Choose a customer.').startsWith('cus_', 'Choose a customer.'),
  identifier: z.string('Choose an account.').startsWith('account/', 'Choose an account.'),
  location: z.url('Choose an account.'),
  intent: z.string('Choose what it is about.'),
  actions: many(z.string()).refine((list) => list.length > 0, 'Keep at least one action.'),
  duration: z.coerce.number().int().min(60).max(3600),
  ref: z
    .string('Name the ticket.')
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$/, 'A ticket looks like TCK-1042.'),
  justification: signedText(1000, 'Say why this is needed.'),
  offer: z.string().trim().min(4, 'A code looks like ABCD-EFGH.').max(16).optional(),
});

/** What the form asks for, as the broker reads it. */
export function requestBody(input: z.output<typeof request>) {
  return {
    subject: input.subject,
    authorization_details: [
      {
        type: 'delegation_session' as const,
        actions: input.actions,
        locations: [input.location],
        identifier: input.identifier,
        purpose: { code: input.intent, ref: input.ref },
        max_duration: input.duration,
      },
    ],
    justification: input.justification,
    ...(input.offer === undefined ? {} : { offer: input.offer }),
  };
}
