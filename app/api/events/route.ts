import type { NextRequest } from 'next/server';
import { openEventStream } from '#lib/broker/event-stream.ts';
import { isDoor } from '#lib/doors.ts';

export const dynamic = 'force-dynamic';

export async function GET(request: NextRequest): Promise<Response> {
  const door = request.nextUrl.searchParams.get('door');
  if (!isDoor(door)) return new Response(null, { status: 404 });
  return openEventStream(door, request.headers.get('last-event-id'), request.signal);
}
