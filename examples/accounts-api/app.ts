import { Hono } from 'hono';
import { healthRoutes } from './routes/health.ts';
import { refuseAll } from './routes/refuse-all.ts';
import type { Store } from './store/open-store.ts';

export function accountsApp(store: Store): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
  });
  app.route('/', healthRoutes(store));
  app.all('*', refuseAll);
  app.onError((error, context) => {
    console.error(error);
    return context.json({ type: 'about:blank', title: 'Internal Server Error', status: 500 }, 500, {
      'Content-Type': 'application/problem+json',
    });
  });
  return app;
}
