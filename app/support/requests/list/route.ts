import type { NextRequest } from 'next/server';
import { readDelegations } from '#app/_views/read-delegations.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET(request: NextRequest) {
  const cursor = request.nextUrl.searchParams.get('cursor') ?? undefined;
  return readRoute('support', (principal) => readDelegations(principal, { cursor }));
}
