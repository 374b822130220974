'use server';

import { z } from 'zod';
import { action } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';

const one = z.object({ sid: z.string().startsWith('ses_') });

/** Stops an agent who is in: the session, and the grant it stands on. */
export const endSession = action('admin', one, async ({ api }, { sid }) => {
  await answer(api.DELETE('/v1/sessions/{sid}', { params: { path: { sid } } }));
  return { id: sid };
});
