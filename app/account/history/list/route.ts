import type { NextRequest } from 'next/server';
import { isSession, readHistory } from '#app/_views/read-entries.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET(request: NextRequest) {
  const cursor = request.nextUrl.searchParams.get('cursor') ?? undefined;
  const asked = request.nextUrl.searchParams.get('session') ?? '';
  const session = isSession(asked) ? asked : undefined;
  return readRoute('customer', (principal) => readHistory(principal, { cursor, session }));
}
