import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { readRoute } from '#app/_views/read-route.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { FoundView } from '#components/policy/found.ts';
import { answer } from '#lib/broker/answer.ts';

const searched = z.enum(['support', 'admin', 'customer']).catch('support');

export function GET(request: NextRequest) {
  const given = request.nextUrl.searchParams;
  const query = { domain: searched.parse(given.get('domain')), q: given.get('q') ?? '' };
  return readRoute('admin', async ({ api }) => {
    const { items } = await answer(api.GET('/v1/directory/people', { params: { query } }));
    return {
      items: items.map(
        ({ id, name, email_masked: email, groups, accounts }): FoundView => ({
          id,
          name,
          line: [email ?? '', ...groups.map(spellGroup), ...accounts.map(({ label }) => label)]
            .filter((part) => part !== '')
            .join(' · '),
          accounts,
        }),
      ),
    };
  });
}
