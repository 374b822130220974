'use server';

import { z } from 'zod';
import { signedText } from '#app/_views/signed-text.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const request = z.object({
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

export const fileRequest = action('support', request, async ({ api }, input) => {
  const filed = await answer(
    api.POST('/v1/delegations', {
      params: { header: { 'idempotency-key': `"${input.idempotency_key}"` } },
      body: {
        subject: input.subject,
        authorization_details: [
          {
            type: 'delegation_session',
            actions: input.actions,
            locations: [input.location],
            identifier: input.identifier,
            purpose: { code: input.intent, ref: input.ref },
            max_duration: input.duration,
          },
        ],
        justification: input.justification,
        ...(input.offer === undefined ? {} : { offer: input.offer }),
      },
    }),
  );
  return { id: filed.id };
});

const one = z.object({ id: z.string().startsWith('dlg_') });

/** Before the grant this takes the request back; after it, it ends what was granted. */
export const withdrawRequest = action('support', one, async ({ api }, { id }) => {
  await answer(api.DELETE('/v1/delegations/{id}', { params: { path: { id } } }));
  return { id };
});

const questionAnswer = one.extend({
  question: z.string().startsWith('rev_'),
  text: signedText(1000, 'Say something to it.'),
});

export const answerQuestion = action('support', questionAnswer, async ({ api }, { id, question, text }) => {
  await answer(
    api.POST('/v1/delegations/{id}/answers', { params: { path: { id } }, body: { question, text } }),
  );
  return { id };
});

const extension = one.extend({
  idempotency_key: z.uuid(),
  justification: signedText(1000, 'Say why more time is needed.'),
});

export const extendDelegation = action('support', extension, async ({ api }, input) => {
  const filed = await answer(
    api.POST('/v1/delegations/{id}/extensions', {
      params: { path: { id: input.id }, header: { 'idempotency-key': `"${input.idempotency_key}"` } },
      body: { justification: input.justification },
    }),
  );
  return { id: filed.id };
});
