import { listReplays } from '../../governance/replays/read-replays.ts';
import { startReplay } from '../../governance/replays/start-replay.ts';
import type { Api } from '../environment.ts';
import * as route from './routes.ts';
import { replaysView } from './view.ts';

export function replayCalls(api: Api): void {
  api.openapi(route.startReplay, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    const started = await startReplay(context, { principal: c.get('principal'), id, ...c.req.valid('json') });
    const [shown] = await replaysView(context, [started]);
    if (!shown) throw new Error(`${started.id} cannot be shown.`);
    return c.json(shown, 202);
  });

  api.openapi(route.listReplays, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    const { items, nextCursor } = await listReplays(context, {
      principal: c.get('principal'),
      id,
      ...c.req.valid('query'),
    });
    return c.json({ items: await replaysView(context, items), next_cursor: nextCursor }, 200);
  });
}
