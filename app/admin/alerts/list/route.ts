import type { NextRequest } from 'next/server';
import { readAlerts } from '#app/_views/read-alerts.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET(request: NextRequest) {
  const cursor = request.nextUrl.searchParams.get('cursor') ?? undefined;
  return readRoute('admin', (principal) => readAlerts(principal, { cursor }));
}
