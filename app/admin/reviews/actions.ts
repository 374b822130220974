'use server';

import { z } from 'zod';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';

const finding = {
  decision: z.enum(['justified', 'unjustified', 'abuse'], 'Say what you found.'),
  comment: signedText(1000, 'Say why, in a sentence or two.'),
};

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareFinding = action(
  'admin',
  z.object({ id: z.string().startsWith('dlg_'), ...finding }),
  async ({ api }, { id: target, decision, comment }) => {
    const body = { kind: 'review' as const, target, decision, comment };
    const prepared = await answer(api.POST('/v1/statements', { body }));
    return { id: target, data: statementText(prepared, undefined) };
  },
);

export const signFinding = action('admin', statementToSign.extend(finding), async ({ api }, input) => {
  const { id, decision, comment } = input;
  await answer(
    api.POST('/v1/reviews/{id}/findings', {
      params: { path: { id } },
      body: { decision, comment, signed: signatureOf(input) },
    }),
  );
  return { id };
});
