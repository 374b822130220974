'use server';

import { Problem } from '@countersign/client';
import { z } from 'zod';
import { draftText, problemsOf } from '#app/_views/policy-draft.ts';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action, Refused } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';

const reason = signedText(1000, 'Say why.');
const comment = signedText(1000, 'Say why.');
const decision = z.enum(['activate', 'reject']);
const one = z.object({ id: z.string().startsWith('pol_') });

const proposal = z.union([
  z.object({ version: z.string().length(43), reason }),
  z.object({ draft: draftText, reason }),
]);

/** A draft as it was packed, or a version that was stored before. */
export const proposeVersion = action('admin', proposal, async ({ api }, input) => {
  const body =
    'version' in input
      ? { version: input.version, reason: input.reason }
      : { files: input.draft, reason: input.reason };
  try {
    const params = { header: { 'idempotency-key': `"${crypto.randomUUID()}"` } };
    const { id } = await answer(api.POST('/v1/policies/proposals', { params, body }));
    return { id };
  } catch (error) {
    const problems = error instanceof Problem ? problemsOf(error) : [];
    if (problems.length === 0) throw error;
    throw new Refused(['This draft cannot be proposed:', ...problems].join('\n'), 'draft_has_problems');
  }
});

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareActivation = action(
  'admin',
  one.extend({ decision, comment, replay: z.string().max(80) }),
  async ({ api }, { id, decision, comment, replay }) => {
    const body = { kind: 'activation', target: id, decision, comment, replay } as const;
    const prepared = await answer(api.POST('/v1/statements', { body }));
    return { id, data: statementText(prepared, undefined) };
  },
);

const signedDecision = statementToSign.extend({ id: one.shape.id, decision, comment });

export const signActivation = action('admin', signedDecision, async ({ api }, input) => {
  const { id, decision, comment } = input;
  await answer(
    api.POST('/v1/policies/proposals/{id}/activations', {
      params: { path: { id } },
      body: { decision, comment, signed: signatureOf(input) },
    }),
  );
  return { id };
});

export const withdrawProposal = action('admin', one, async ({ api }, { id }) => {
  await answer(api.DELETE('/v1/policies/proposals/{id}', { params: { path: { id } } }));
  return { id };
});

const replay = one.extend({ days: z.coerce.number().int().min(1).max(90) });

/** The broker works on it from now on, whoever looks. */
export const startReplay = action('admin', replay, async ({ api }, { id, days }) => {
  await answer(api.POST('/v1/policies/proposals/{id}/replays', { params: { path: { id } }, body: { days } }));
  return { id };
});
