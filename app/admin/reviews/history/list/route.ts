import type { NextRequest } from 'next/server';
import { itemQuery, searchItems } from '#app/_views/read-campaigns.ts';
import { readRoute } from '#app/_views/read-route.ts';

export async function GET({ nextUrl: { searchParams } }: NextRequest) {
  const { q = '', ...wanted } = itemQuery(searchParams);
  const cursor = searchParams.get('cursor') ?? undefined;
  return readRoute('admin', (principal) => searchItems(principal, { q, ...wanted, cursor }));
}
