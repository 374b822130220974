'use server';

import { z } from 'zod';
import { readCatalog } from '#app/_views/catalog-view.ts';
import { readNarrowed } from '#app/_views/read-narrowed.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { many } from '#lib/actions/form-input.ts';
import { answer } from '#lib/broker/answer.ts';

const consent = z.object({
  id: z.string().startsWith('dlg_'),
  decision: z.enum(['give', 'refuse']),
  actions: many(z.string()),
  duration: z.coerce.number().int().min(60).max(3600),
});

/** Has the broker write down the answer, so that the customer can read it before giving it. */
export const prepareAnswer = action('customer', consent, async ({ api }, input) => {
  const { id: target, decision } = input;
  const narrowed =
    decision === 'give'
      ? await readNarrowed(api, target, { actions: input.actions, durationS: input.duration })
      : undefined;
  const prepared = await answer(
    api.POST('/v1/statements', {
      body: { kind: 'consent', target, decision, ...(narrowed && { narrowed }) },
    }),
  );
  return { id: target, data: statementText(prepared, narrowed) };
});

const signedAnswer = statementToSign.extend({ decision: z.enum(['give', 'refuse']) });

export const signAnswer = action('customer', signedAnswer, async ({ api }, input) => {
  const { id, decision } = input;
  const left = input.narrowed?.authorization_details;
  await answer(
    api.POST('/v1/delegations/{id}/consent', {
      params: { path: { id } },
      body: {
        decision,
        ...(left && { narrowed: { authorization_details: left } }),
        signed: signatureOf(input),
      },
    }),
  );
  return { id };
});

const one = z.object({ id: z.string().startsWith('dlg_') });

/** A stop needs no reason and waits for nothing. */
export const stopAccess = action('customer', one, async (principal, { id }) => {
  const stopped = await answer(
    principal.api.POST('/v1/delegations/{id}/revoke', { params: { path: { id } }, body: {} }),
  );
  const { backends } = await readCatalog(principal);
  const named = (acknowledged: boolean) =>
    stopped.backends
      .filter((one) => one.acknowledged === acknowledged)
      .map(({ resource }) => backends.find((one) => one.resource === resource)?.name ?? resource)
      .join(', ');
  const { sessions_ended: sessionsEnded, tokens_revoked: tokensRevoked } = stopped;
  return { id, data: { sessionsEnded, tokensRevoked, acknowledged: named(true), silent: named(false) } };
});

const agent = z.object({ agent: z.string().regex(/^(agt|svc)_/) });

export const blockAgent = action('customer', agent, async ({ api }, input) => {
  const ended = await answer(api.POST('/v1/me/blocks', { body: { agent: input.agent } }));
  return { id: input.agent, data: { ended: ended.delegations_ended } };
});

export const unblockAgent = action('customer', agent, async ({ api }, input) => {
  await answer(api.DELETE('/v1/me/blocks/{agent}', { params: { path: { agent: input.agent } } }));
  return { id: input.agent };
});

const offer = z.object({
  identifier: z.string('Choose an account.').startsWith('account/', 'Choose an account.'),
  actions: many(z.string()).refine((list) => list.length > 0, 'Tick at least one.'),
  duration: z.coerce.number().int().min(60).max(3600),
  hours: z.coerce.number().int().min(1).max(24),
});

/** The code goes to the page that asked for it, once. */
export const makeOffer = action('customer', offer, async ({ api }, input) => {
  const made = await answer(
    api.POST('/v1/me/offers', {
      body: {
        identifier: input.identifier,
        actions: input.actions,
        max_duration: input.duration,
        valid_for: input.hours * 3600,
      },
    }),
  );
  return { id: made.id, data: { code: made.code, expiresAt: made.expires_at } };
});

const ownOffer = z.object({ id: z.string().startsWith('ofr_') });

export const withdrawOffer = action('customer', ownOffer, async ({ api }, { id }) => {
  await answer(api.DELETE('/v1/me/offers/{id}', { params: { path: { id } } }));
  return { id };
});
