'use server';

import { z } from 'zod';
import {
  addPasskey as add,
  newPasskey,
  onePasskey,
  registrationOptions as options,
  removePasskey as remove,
} from '#app/_views/passkey-verbs.ts';
import { signatureOf, statementText, statementToSign } from '#app/_views/statement.ts';
import { action } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';

export const registrationOptions = action('admin', z.object({}), options);
export const addPasskey = action('admin', newPasskey, add);
export const removePasskey = action('admin', onePasskey, remove);

const decided = onePasskey.extend({ decision: z.enum(['confirm', 'reject']) });

/** Has the broker write down what would be signed, so that it can be read before it is. */
export const prepareEnrolment = action('admin', decided, async ({ api }, { id, decision }) => {
  const prepared = await answer(
    api.POST('/v1/statements', { body: { kind: 'enrolment', target: id, decision } }),
  );
  return { id, data: statementText(prepared, undefined) };
});

const signedDecision = statementToSign.extend(decided.shape);

export const signEnrolment = action('admin', signedDecision, async ({ api }, input) => {
  const { id, decision } = input;
  await answer(
    api.POST('/v1/passkeys/{id}/confirmations', {
      params: { path: { id } },
      body: { decision, signed: signatureOf(input) },
    }),
  );
  return { id };
});
