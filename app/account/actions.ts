'use server';

import { z } from 'zod';
import { readNarrowed } from '#app/_views/read-narrowed.ts';
import { statementText, statementToSign } from '#app/_views/statement.ts';
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
  const { id, decision, narrowed, statement, nonce } = input;
  await answer(
    api.POST('/v1/delegations/{id}/consent', {
      params: { path: { id } },
      body: { decision, ...(narrowed && { narrowed }), signed: { statement, nonce, method: 'session' } },
    }),
  );
  return { id };
});

const one = z.object({ id: z.string().startsWith('dlg_') });

/** A stop needs no reason and waits for nothing. */
export const stopAccess = action('customer', one, async ({ api }, { id }) => {
  const stopped = await answer(
    api.POST('/v1/delegations/{id}/revoke', { params: { path: { id } }, body: {} }),
  );
  return { id, data: { sessionsEnded: stopped.sessions_ended } };
});
