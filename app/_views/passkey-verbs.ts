import type { components } from '@countersign/client';
import { z } from 'zod';
import type { PasskeyView, PendingPasskey } from '#components/passkey/view.ts';
import type { Done } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { signedText } from './signed-text.ts';

type Answered = components['schemas']['Passkey'];

export const passkeyView = (one: Answered): PasskeyView => ({
  id: one.id,
  name: one.name,
  state: one.state,
  fingerprint: one.fingerprint,
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

export async function addPasskey({ api }: Principal, input: z.output<typeof newPasskey>): Promise<Done> {
  const { name, code, response } = input;
  const { id, state } = await answer(
    api.POST('/v1/me/passkeys', {
      params: { header: { 'idempotency-key': `"${crypto.randomUUID()}"` } },
      body: { name, response: JSON.parse(response), ...(code && { code }) },
    }),
  );
  const message =
    state === 'active'
      ? 'The passkey is enrolled.'
      : 'The passkey is made. It signs once somebody who is enrolled has let it in.';
  return { id, message };
}

export const onePasskey = z.object({ id: z.string().startsWith('pky_') });

export async function removePasskey({ api }: Principal, { id }: z.output<typeof onePasskey>): Promise<Done> {
  await answer(api.DELETE('/v1/me/passkeys/{id}', { params: { path: { id } } }));
  return { id };
}
