import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { readRoute } from '#app/_views/read-route.ts';
import { possibilitiesView } from '#app/_views/trial-view.ts';
import { answer } from '#lib/broker/answer.ts';

const wish = z.object({
  actor: z.string(),
  subject: z.string(),
  backend: z.string(),
  identifier: z.string(),
  version: z.string(),
});

export function POST(request: NextRequest) {
  return readRoute('admin', async ({ api }) => {
    const { actor, subject, backend, identifier, version } = wish.parse(await request.json());
    const body = { actor, subject, account: { backend, identifier }, ...(version && { version }) };
    return possibilitiesView(await answer(api.POST('/v1/policies/possibilities', { body })));
  });
}
