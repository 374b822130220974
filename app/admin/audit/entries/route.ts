import type { NextRequest } from 'next/server';
import { readEntries, wantedFrom } from '#app/_views/read-entries.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET(request: NextRequest) {
  return readRoute('admin', (principal) => readEntries(principal, wantedFrom(request.nextUrl.searchParams)));
}
