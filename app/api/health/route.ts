import { sql } from 'drizzle-orm';
import { database } from '#lib/database/client.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  try {
    await database().execute(sql`select 1`);
    return Response.json({ status: 'ok' });
  } catch {
    return Response.json({ status: 'unavailable', part: 'database' }, { status: 503 });
  }
}
