'use server';

import type { components } from '@countersign/client';
import { z } from 'zod';
import { pastedKeys } from '#app/_views/client-keys.ts';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const comment = signedText(1000, 'Say why.');
const decision = z.enum(['accept', 'reject']);
const one = z.object({ id: z.string().startsWith('clc_') });

const common = {
  id: z.string().regex(/^svc_[a-z0-9_]{1,56}$/),
  enabled: z.literal('true').optional(),
  scopes: many(z.string().max(64)),
  owner: z
    .string('Name somebody.')
    .regex(/^(adm|agt)_[0-9a-z_]{1,64}$/, 'This is not the id of a member of staff.'),
  reason: signedText(1000, 'Say why.'),
};
const certificate = z.string('Name the certificate.').max(512);
const proposal = z.discriminatedUnion('way', [
  z.object({ ...common, way: z.literal('same') }),
  z.object({
    ...common,
    way: z.literal('keys'),
    keys: pastedKeys.optional(),
    remove: many(z.string().max(64)),
  }),
  z.object({ ...common, way: z.literal('signs'), keys: pastedKeys }),
  z.object({ ...common, way: z.literal('san_uri'), certificate: certificate.pipe(z.url('This is no URI.')) }),
  z.object({ ...common, way: z.literal('subject_dn'), certificate }),
]);

type Proof = Pick<components['schemas']['ClientChangeProposal'], 'auth' | 'keys'>;

function proofOf(input: z.output<typeof proposal>): Proof {
  switch (input.way) {
    case 'same':
      return {};
    case 'keys':
      return { keys: { add: input.keys ?? [], remove: input.remove } };
    case 'signs':
      return { auth: { method: 'private_key_jwt', keys: input.keys } };
    case 'san_uri':
      return { auth: { method: 'tls_client_auth', san_uri: input.certificate } };
    case 'subject_dn':
      return { auth: { method: 'tls_client_auth', subject_dn: input.certificate } };
  }
}

export const proposeChange = action('admin', proposal, async ({ api }, input) => {
  const { id, scopes, owner, enabled, reason } = input;
  const params = { path: { id }, header: { 'idempotency-key': `"${crypto.randomUUID()}"` } };
  const body = { scopes, owner, reason, ...(enabled && { enabled: true as const }), ...proofOf(input) };
  const made = await answer(api.POST('/v1/clients/{id}/changes', { params, body }));
  return { id: made.id };
});

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareDecision = action(
  'admin',
  one.extend({ decision, comment }),
  async ({ api }, { id, decision, comment }) => {
    const body = { kind: 'client' as const, target: id, decision, comment };
    const prepared = await answer(api.POST('/v1/statements', { body }));
    return { id, data: statementText(prepared, undefined) };
  },
);

const signedDecision = statementToSign.extend({ id: one.shape.id, decision, comment });

export const signDecision = action('admin', signedDecision, async ({ api }, input) => {
  const { id, decision, comment } = input;
  await answer(
    api.POST('/v1/clients/changes/{id}/decisions', {
      params: { path: { id } },
      body: { decision, comment, signed: signatureOf(input) },
    }),
  );
  return { id };
});

export const withdrawChange = action('admin', one, async ({ api }, { id }) => {
  await answer(api.DELETE('/v1/clients/changes/{id}', { params: { path: { id } } }));
  return { id };
});
