'use server';

import { z } from 'zod';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { request, requestBody } from '#app/support/request-body.ts';
import { action } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';
import { requestHash } from '#lib/broker/request-hash.ts';

const keyOf = ({ idempotency_key: key }: { idempotency_key: string }) => ({
  header: { 'idempotency-key': `"${key}"` },
});

export const fileRequest = action('support', request, async ({ api }, input) => {
  const filed = await answer(api.POST('/v1/delegations', { params: keyOf(input), body: requestBody(input) }));
  return { id: filed.id };
});

/** Has the broker write down what a responder would sign; the request itself is not filed yet. */
export const prepareDeclaration = action('support', request, async ({ api }, input) => {
  const target = requestHash(requestBody(input));
  const prepared = await answer(
    api.POST('/v1/statements', { body: { kind: 'emergency', decision: 'declare', target } }),
  );
  return { id: 'request', data: statementText(prepared, undefined) };
});

const { statement, nonce, assertion } = statementToSign.shape;

/** Files the request that was signed for; another one than that is refused. */
export const declareEmergency = action(
  'support',
  request.extend({ statement, nonce, assertion }),
  async ({ api }, input) => {
    const body = { ...requestBody(input), emergency: true, signed: signatureOf(input) };
    const filed = await answer(api.POST('/v1/delegations', { params: keyOf(input), body }));
    return { id: filed.id };
  },
);

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
