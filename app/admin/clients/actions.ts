'use server';

import { z } from 'zod';
import { authOf, changedProof, givenProof, proposedProof } from '#app/_views/client-proof.ts';
import { signedText } from '#app/_views/signed-text.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const comment = signedText(1000, 'Say why.');
const decision = z.enum(['accept', 'reject']);
const one = z.object({ id: z.string().startsWith('clc_') });

const service = z
  .string('Give it an id.')
  .regex(/^svc_[a-z0-9_]{1,56}$/, 'After svc_ come letters in lower case, digits or _.');
const client = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const name = signedText(120, 'Give it a name.');
const reason = signedText(1000, 'Say why.');
const idempotent = () => ({ 'idempotency-key': `"${crypto.randomUUID()}"` });

const registration = z
  .object({
    id: service,
    name,
    scopes: many(z.enum(['delegation.request', 'delegation.run'])),
    credential_days: z.coerce.number('A number of days.').int().min(1).max(3650).optional(),
  })
  .and(givenProof);

/** Whoever registers a service answers for it: the owner is not the form's to say. */
export const registerClient = action('admin', registration, async ({ api, id: owner }, input) => {
  const { id, name, scopes, credential_days: days } = input;
  const body = {
    ...{ id, name, scopes, owner, auth: authOf(input) },
    ...(days !== undefined && { credential_days: days }),
  };
  const made = await answer(api.POST('/v1/clients', { params: { header: idempotent() }, body }));
  return { id: made.id };
});

export const renameClient = action('admin', z.object({ id: client, name }), async ({ api }, input) => {
  const { id, name } = input;
  await answer(api.PATCH('/v1/clients/{id}', { params: { path: { id } }, body: { name } }));
  return { id };
});

const shuttingOut = z.object({ id: client, reason: signedText(500, 'Say why.') });

export const shutOutClient = action('admin', shuttingOut, async ({ api }, { id, reason }) => {
  await answer(api.POST('/v1/clients/{id}/disable', { params: { path: { id } }, body: { reason } }));
  return { id };
});

const proposal = z
  .object({
    id: service,
    enabled: z.literal('true').optional(),
    scopes: many(z.string().max(64)),
    owner: z
      .string('Name somebody.')
      .regex(/^(adm|agt)_[0-9a-z_]{1,64}$/, 'This is not the id of a member of staff.'),
    reason,
  })
  .and(changedProof);

export const proposeChange = action('admin', proposal, async ({ api }, input) => {
  const { id, scopes, owner, enabled, reason } = input;
  const params = { path: { id }, header: idempotent() };
  const body = { scopes, owner, reason, ...(enabled && { enabled: true as const }), ...proposedProof(input) };
  const made = await answer(api.POST('/v1/clients/{id}/changes', { params, body }));
  return { id: made.id };
});

const lettingIn = z.object({ id: client, reason });

/** Of a client of the registry file: it comes back as the file has it. */
export const proposeLettingIn = action('admin', lettingIn, async ({ api }, { id, reason }) => {
  const params = { path: { id }, header: idempotent() };
  const body = { enabled: true as const, reason };
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
