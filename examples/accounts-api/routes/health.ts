import type { ResourceServer } from '@countersign/resource-server';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import type { Store } from '../store/open-store.ts';

export function healthRoutes({ database }: Store, server: ResourceServer): Hono {
  return new Hono()
    .get('/healthz', async (c) => {
      await database.execute(sql`select 1`);
      return c.json({ status: 'ok', delegatedCalls: server.ready() ? 'served' : 'refused' });
    })
    .get('/.well-known/oauth-protected-resource', (c) => c.json(server.metadata()));
}
