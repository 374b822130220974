import { acceptChange } from '../../oauth/clients/changes/accept-change.ts';
import { proposeChange } from '../../oauth/clients/changes/propose-change.ts';
import { listChanges, readChange } from '../../oauth/clients/changes/read-change.ts';
import { rejectChange } from '../../oauth/clients/changes/reject-change.ts';
import { withdrawChange } from '../../oauth/clients/changes/withdraw-change.ts';
import { authInput } from '../client-schema.ts';
import type { Api } from '../environment.ts';
import { present } from '../present.ts';
import { signedInput } from '../signing/signed-input.ts';
import * as route from './routes.ts';
import { changeView, summariesOf } from './view.ts';

export function clientChangeCalls(api: Api): void {
  api.openapi(route.proposeChange, async (c) => {
    const context = c.get('context');
    const { reason, auth, ...others } = c.req.valid('json');
    const wanted = present({ ...others, auth: auth && authInput(auth) });
    const { id } = c.req.valid('param');
    const made = await proposeChange(context, { principal: c.get('principal'), id, wanted, reason });
    const shown = await changeView(context, await readChange(context, made.id));
    return c.json(shown, 201, { location: `${route.CHANGES}/${made.id}` });
  });

  api.openapi(route.listChanges, async (c) => {
    const context = c.get('context');
    const { items, nextCursor } = await listChanges(context, c.req.valid('query'));
    return c.json({ items: await summariesOf(context, items), next_cursor: nextCursor }, 200);
  });

  api.openapi(route.readChange, async (c) => {
    const context = c.get('context');
    return c.json(await changeView(context, await readChange(context, c.req.valid('param').id)), 200);
  });

  api.openapi(route.decideChange, async (c) => {
    const context = c.get('context');
    const { decision, comment, signed } = c.req.valid('json');
    const { id } = c.req.valid('param');
    const decide = decision === 'accept' ? acceptChange : rejectChange;
    await decide(context, { principal: c.get('principal'), id, comment, signed: signedInput(signed) });
    return c.json(await changeView(context, await readChange(context, id)), 200);
  });

  api.openapi(route.withdrawChange, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    await withdrawChange(context, { principal: c.get('principal'), id });
    return c.json(await changeView(context, await readChange(context, id)), 200);
  });
}
