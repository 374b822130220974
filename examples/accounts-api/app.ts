import { denyUndeclared, type ResourceServer } from '@countersign/resource-server';
import { Hono } from 'hono';
import { accountRoutes } from './routes/accounts.ts';
import { healthRoutes } from './routes/health.ts';
import { pingRoute } from './routes/ping.ts';
import type { Store } from './store/open-store.ts';

export function accountsApp(store: Store, server: ResourceServer, pagesUrl: string): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
  });
  app.route('/', healthRoutes(store, server));
  app.route('/', pingRoute(store));
  app.route('/', accountRoutes(store, server, pagesUrl));
  app.all('*', denyUndeclared(server));
  app.onError((error, context) => {
    console.error(error);
    return context.json({ type: 'about:blank', title: 'Internal Server Error', status: 500 }, 500, {
      'Content-Type': 'application/problem+json',
    });
  });
  return app;
}
