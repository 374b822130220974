'use server';

import { z } from 'zod';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const DAY_MS = 24 * 3600 * 1000;
const kind = z.enum([
  'client',
  'automation',
  'membership',
  'passkey',
  'offer',
  'policy',
  'risk',
  'log_sample',
]);

const campaign = z.object({
  idempotency_key: z.uuid(),
  title: signedText(120, 'Give it a name.'),
  kinds: many(kind).refine((list) => list.length > 0, 'Choose at least one.'),
  days: z.coerce.number().int().min(1).max(90),
});

export const openCampaign = action('admin', campaign, async ({ api }, input) => {
  const opened = await answer(
    api.POST('/v1/campaigns', {
      params: { header: { 'idempotency-key': `"${input.idempotency_key}"` } },
      body: {
        title: input.title,
        kinds: input.kinds,
        due_at: new Date(Date.now() + input.days * DAY_MS).toISOString(),
        sample_size: 25,
      },
    }),
  );
  return { id: opened.id };
});

const said = {
  id: z.string().startsWith('rvi_'),
  decision: z.enum(['keep', 'remove', 'wrong']),
  comment: signedText(1000, 'Say why.'),
};

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareAnswer = action(
  'admin',
  z.object(said),
  async ({ api }, { id: target, decision, comment }) => {
    const body = { kind: 'review' as const, target, decision, comment };
    const prepared = await answer(api.POST('/v1/statements', { body }));
    return { id: target, data: statementText(prepared, undefined) };
  },
);

export const signAnswer = action('admin', statementToSign.extend(said), async ({ api }, input) => {
  const { id, decision, comment } = input;
  await answer(
    api.POST('/v1/campaign-items/{id}/answers', {
      params: { path: { id } },
      body: { answer: decision, comment, signed: signatureOf(input) },
    }),
  );
  return { id };
});

const reinstatement = z.object({
  person: z.string().regex(/^(agt|adm)_[0-9a-z_]{1,64}$/),
  group: z.string().min(1).max(255),
  reason: signedText(500, 'Say why.'),
});

export const reinstateMembership = action('admin', reinstatement, async ({ api }, input) => {
  const { person: id, group, reason } = input;
  await answer(
    api.POST('/v1/people/{id}/reinstatements', { params: { path: { id } }, body: { group, reason } }),
  );
  return { id };
});
