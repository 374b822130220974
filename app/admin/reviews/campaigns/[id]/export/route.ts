import { type NextRequest, NextResponse } from 'next/server';
import { isCampaign } from '#app/_views/read-campaigns.ts';
import { findPrincipal } from '#lib/broker/require-principal.ts';

/** The broker's file as it is, for a person who may have it. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const principal = await findPrincipal('admin');
  if (principal === undefined) return new NextResponse('Sign in first.', { status: 401 });
  if (!isCampaign(id)) return new NextResponse('There is nothing here by that name.', { status: 404 });
  const format = request.nextUrl.searchParams.get('format') === 'csv' ? 'csv' : 'ndjson';
  const { response, data } = await principal.api.GET('/v1/campaigns/{id}/export', {
    params: { path: { id }, query: { format } },
    parseAs: 'text',
  });
  return new NextResponse(response.ok ? data : 'The broker refused it.', {
    status: response.status,
    headers: {
      'cache-control': 'no-store',
      'content-type': response.ok ? (response.headers.get('content-type') ?? 'text/plain') : 'text/plain',
      'content-disposition': `attachment; filename="${id}.${format}"`,
    },
  });
}
