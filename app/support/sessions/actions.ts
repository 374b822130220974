'use server';

import { cookies } from 'next/headers';
import { z } from 'zod';
import { findSession } from '#app/_views/read-sessions.ts';
import { action, Refused } from '#lib/actions/action.ts';
import { BackendRefusal } from '#lib/backends/call-backend.ts';
import { changeAccount } from '#lib/backends/change-account.ts';
import { noticeCookie } from '#lib/backends/notice-cookie.ts';
import { endedHere, startHere } from '#lib/backends/open-session.ts';
import { SessionOver } from '#lib/backends/session-over.ts';
import { answer } from '#lib/broker/answer.ts';

const grant = z.object({ id: z.string().startsWith('dlg_') });
const session = z.object({ sid: z.string().startsWith('ses_') });

export const startSession = action('support', grant, async ({ api }, { id }) => {
  const started = await answer(
    api.POST('/v1/delegations/{id}/sessions', {
      params: { path: { id }, header: { 'idempotency-key': `"${crypto.randomUUID()}"` } },
    }),
  );
  await startHere(started);
  return { id: started.sid };
});

export const endSession = action('support', session, async ({ api }, { sid }) => {
  await answer(api.DELETE('/v1/sessions/{sid}', { params: { path: { sid } } }));
  await endedHere(sid);
  return { id: sid };
});

const raise = session.extend({ reason: z.string().trim().min(5, 'Say why.').max(500) });

export const raiseSession = action('support', raise, async ({ api }, { sid, reason }) => {
  await answer(api.POST('/v1/sessions/{sid}/raise', { params: { path: { sid } }, body: { reason } }));
  return { id: sid };
});

export const lowerSession = action('support', session, async ({ api }, { sid }) => {
  await answer(api.POST('/v1/sessions/{sid}/lower', { params: { path: { sid } } }));
  return { id: sid };
});

const reveal = raise.extend({
  action: z.string().max(128),
  field: z.string().max(64),
});

export const revealField = action('support', reveal, async ({ api }, { sid, field, ...why }) => {
  const body = { ...why, fields: [field] };
  await answer(api.POST('/v1/sessions/{sid}/reveals', { params: { path: { sid } }, body }));
  return { id: sid };
});

/** The notice of an ended session has been read. */
export const dismissNotice = action('support', session, async (_principal, { sid }) => {
  (await cookies()).set(noticeCookie, sid, { httpOnly: true, sameSite: 'lax', path: '/support' });
  return { id: sid };
});

const change = session.extend({
  account: z.string().startsWith('account/'),
  change: z.enum(['rotate-credential', 'reset-password', 'end-sign-in']),
  item: z.string().max(128).optional(),
});

/** Something is changed for the customer: by a token for this session, at the backend, under its own rules. */
export const changeForCustomer = action('support', change, async (principal, input) => {
  const { level, revealed, resource } = await findSession(principal, input.sid);
  try {
    return { id: input.sid, message: await changeAccount({ ...input, level, revealed, resource }) };
  } catch (error) {
    if (error instanceof SessionOver || error instanceof BackendRefusal) throw new Refused(error.message);
    throw error;
  }
});
