import type { NextRequest } from 'next/server';
import { readRoute } from '#app/_views/read-route.ts';
import { answer } from '#lib/broker/answer.ts';

export function GET(request: NextRequest) {
  const q = request.nextUrl.searchParams.get('q') ?? '';
  return readRoute('support', async ({ api }) => {
    const { items } = await answer(api.GET('/v1/directory/customers', { params: { query: { q } } }));
    return { items: items.map(({ email_masked, ...customer }) => ({ ...customer, email: email_masked })) };
  });
}
