import type { components } from '@countersign/client';
import { z } from 'zod';
import type { PasskeyView, PendingPasskey } from '#components/passkey/view.ts';
import type { Done } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { signedText } from './signed-text.ts';
import { signatureOf, statementText, statementToSign } from './statement.ts';

type Answered = components['schemas']['Passkey'];

export const passkeyView = (one: Answered): PasskeyView => ({
  id: one.id,
  name: one.name,
  state: one.state,
  fingerprint: one.fingerprint,
  ...(one.state === 'pending' && one.enrolled_by === 'confirmation' && { letInBy: 'mail' as const }),
  ...(one.state === 'pending' && one.enrolled_by === 'earlier_key' && { letInBy: 'earlier key' as const }),
  ...(one.state === 'active' && one.enrolled_by === 'sign_in' && !one.vouched_at && { isUnvouched: true }),
  createdAt: one.created_at,
  ...(one.last_used_at && { lastUsedAt: one.last_used_at }),
});

export const pendingView = (one: Answered): PendingPasskey => ({ ...passkeyView(one), owner: one.owner });

export async function readOwnPasskeys({ api }: Principal): Promise<PasskeyView[]> {
  const { items } = await answer(api.GET('/v1/me/passkeys'));
  return items.filter(({ state }) => state !== 'removed').map(passkeyView);
}

/** Those that this person may let in: never an own one. */
export async function readPendingPasskeys({ api, id }: Principal): Promise<PendingPasskey[]> {
  const query = { status: 'pending' as const };
  const { items } = await answer(api.GET('/v1/passkeys', { params: { query } }));
  return items.filter(({ owner }) => owner.id !== id).map(pendingView);
}

export async function registrationOptions({ api }: Principal): Promise<Done> {
  return { data: { options: JSON.stringify(await answer(api.POST('/v1/me/passkeys/options'))) } };
}

export const newPasskey = z.object({
  name: signedText(60, 'Give it a name.'),
  code: z.string().trim().max(40).optional(),
  response: z.string().max(32_768),
});

function waitsFor(enrolledBy: Answered['enrolled_by']): string {
  if (enrolledBy === 'confirmation') return 'once you have let it in with a code that is mailed to you';
  if (enrolledBy === 'earlier_key') return 'once you have let it in with your earlier one';
  return 'once somebody who is enrolled has let it in';
}

export async function addPasskey({ api }: Principal, input: z.output<typeof newPasskey>): Promise<Done> {
  const { name, code, response } = input;
  const { id, state, enrolled_by } = await answer(
    api.POST('/v1/me/passkeys', {
      params: { header: { 'idempotency-key': `"${crypto.randomUUID()}"` } },
      body: { name, response: JSON.parse(response), ...(code && { code }) },
    }),
  );
  if (state === 'active') return { id, message: 'The passkey is enrolled.' };
  return { id, message: `The passkey is made. It signs ${waitsFor(enrolled_by)}.` };
}

export const onePasskey = z.object({ id: z.string().startsWith('pky_') });

export async function removePasskey({ api }: Principal, { id }: z.output<typeof onePasskey>): Promise<Done> {
  await answer(api.DELETE('/v1/me/passkeys/{id}', { params: { path: { id } } }));
  return { id };
}

export const decidedPasskey = onePasskey.extend({ decision: z.enum(['confirm', 'reject']) });

/** Has the broker write down what would be signed, so that it can be read before it is. */
export async function prepareEnrolment(
  { api }: Principal,
  { id, decision }: z.output<typeof decidedPasskey>,
): Promise<Done> {
  const prepared = await answer(
    api.POST('/v1/statements', { body: { kind: 'enrolment', target: id, decision } }),
  );
  return { id, data: statementText(prepared, undefined) };
}

export const signedEnrolment = statementToSign.extend(decidedPasskey.shape);

export async function signEnrolment(
  { api }: Principal,
  input: z.output<typeof signedEnrolment>,
): Promise<Done> {
  const { id, decision } = input;
  await answer(
    api.POST('/v1/passkeys/{id}/confirmations', {
      params: { path: { id } },
      body: { decision, signed: signatureOf(input) },
    }),
  );
  return { id };
}
