import type { NextRequest } from 'next/server';
import { itemQuery, readItems } from '#app/_views/read-campaigns.ts';
import { readRoute } from '#app/_views/read-route.ts';

export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const cursor = request.nextUrl.searchParams.get('cursor') ?? undefined;
  return readRoute('admin', (principal) =>
    readItems(principal, id, { ...itemQuery(request.nextUrl.searchParams), cursor }),
  );
}
