'use server';

import { z } from 'zod';
import { action } from '#lib/actions/action.ts';
import { answer } from '#lib/broker/answer.ts';

const one = z.object({ id: z.string().startsWith('alr_') });

export const acknowledgeAlert = action('admin', one, async ({ api }, { id }) => {
  await answer(api.POST('/v1/alerts/{id}/acknowledgements', { params: { path: { id } } }));
  return { id };
});
