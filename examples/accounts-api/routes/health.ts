import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import type { Store } from '../store/open-store.ts';

export function healthRoutes({ database }: Store): Hono {
  return new Hono().get('/healthz', async (context) => {
    await database.execute(sql`select 1`);
    return context.json({ status: 'ok' });
  });
}
