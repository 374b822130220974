import type { NextRequest } from 'next/server';
import { readReviews } from '#app/_views/read-reviews.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET(request: NextRequest) {
  const cursor = request.nextUrl.searchParams.get('cursor') ?? undefined;
  return readRoute('admin', (principal) => readReviews(principal, { cursor }));
}
