'use server';

import { z } from 'zod';
import { readNarrowed } from '#app/_views/read-narrowed.ts';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const comment = signedText(1000, 'Say why.');

const review = z.object({
  id: z.string().startsWith('dlg_'),
  decision: z.enum(['approve', 'deny', 'ask']),
  actions: many(z.string()),
  duration: z.coerce.number().int().min(60).max(3600),
  not_before: z.iso.datetime().optional(),
  comment,
});

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareReview = action('admin', review, async ({ api }, input) => {
  const { id: target, decision } = input;
  const less =
    decision === 'approve'
      ? await readNarrowed(api, target, { actions: input.actions, durationS: input.duration })
      : undefined;
  const start = decision === 'approve' ? input.not_before : undefined;
  const narrowed = less || start ? { ...less, ...(start && { not_before: start }) } : undefined;
  const prepared = await answer(
    api.POST('/v1/statements', {
      body: { kind: 'approval', target, decision, comment: input.comment, ...(narrowed && { narrowed }) },
    }),
  );
  return { id: target, data: statementText(prepared, narrowed) };
});

const signedReview = statementToSign.extend({ comment, decision: z.enum(['approve', 'deny', 'ask']) });

export const signReview = action('admin', signedReview, async ({ api }, input) => {
  const { id, decision, comment, narrowed } = input;
  await answer(
    api.POST('/v1/delegations/{id}/approvals', {
      params: { path: { id } },
      body: {
        decision,
        comment,
        ...(narrowed && { narrowed }),
        signed: signatureOf(input),
      },
    }),
  );
  return { id };
});

const revocation = z.object({
  id: z.string().startsWith('dlg_'),
  reason: signedText(500, 'Say why it is stopped.'),
});

export const revokeGrant = action('admin', revocation, async ({ api }, { id, reason }) => {
  const stopped = await answer(
    api.POST('/v1/delegations/{id}/revoke', { params: { path: { id } }, body: { reason } }),
  );
  return { id, data: { sessionsEnded: stopped.sessions_ended, tokensRevoked: stopped.tokens_revoked } };
});
