import { Refusal } from '../../errors.ts';
import { confirmationOf } from '../../oauth/grant-token.ts';
import { holdSignIn } from '../../oauth/sign-in/hold.ts';
import { endSession } from '../../session/end-session.ts';
import { lowerSession } from '../../session/lower-session.ts';
import { raiseSession } from '../../session/raise-session.ts';
import { revealFields } from '../../session/reveal-fields.ts';
import { startSession } from '../../session/start-session.ts';
import { listSessions, readSession } from '../../session/visible.ts';
import { remembering } from '../../signals/await-acknowledgements.ts';
import type { Api } from '../environment.ts';
import { answerStopped } from './answer-stopped.ts';
import { changesOf } from './changes.ts';
import * as route from './routes.ts';
import { sessionView, sessionViews } from './view.ts';

const signedOut = new Refusal('signed_out', 'You are no longer signed in.', { status: 403 });

export function sessionCalls(api: Api): void {
  api.openapi(route.startSession, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const session = await startSession(context, {
      principal,
      delegationId: c.req.valid('param').id,
      grantKey: confirmationOf(principal),
      signIn: await holdSignIn(context, principal, signedOut),
    });
    const { delegation } = session;
    const token = await c.get('edge').grantToken(context, { principal, delegation, session });
    if (token === undefined) throw new Error(`${session.id} has no grant token for the one who started it.`);
    const view = await sessionView(context, session);
    return c.json({ sid: session.id, grant_token: token, session: view }, 201, {
      location: `/v1/sessions/${session.id}`,
    });
  });

  api.openapi(route.listSessions, async (c) => {
    const { status, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const page = await listSessions(context, {
      principal: c.get('principal'),
      ...(status ? { status } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
    });
    return c.json({ items: await sessionViews(context, page.items), next_cursor: page.nextCursor }, 200);
  });

  api.openapi(route.getSession, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const session = await readSession(context, { principal, sid: c.req.valid('param').sid });
    const { delegation } = session;
    const token = await c.get('edge').grantToken(context, { principal, delegation, session });
    const view = await sessionView(context, session);
    return c.json({ ...view, ...(token === undefined ? {} : { grant_token: token }) }, 200);
  });

  api.openapi(route.listSessionChanges, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const session = await readSession(context, { principal, sid: c.req.valid('param').sid });
    return c.json({ items: await changesOf(context, session) }, 200);
  });

  api.openapi(route.endSession, async (c) => {
    const { context, recorded } = remembering(c.get('context'));
    const { reason } = c.req.valid('query');
    const session = await endSession(context, {
      principal: c.get('principal'),
      sid: c.req.valid('param').sid,
      ...(reason === undefined ? {} : { reason }),
    });
    const endedAt = session.state.status === 'ended' ? session.state.endedAt : context.clock.now();
    const stopped = await answerStopped(context, recorded, { delegation: session.delegation.id, endedAt });
    return c.json({ ...(await sessionView(context, session)), ...stopped }, 200);
  });

  api.openapi(route.raiseSession, async (c) => {
    const context = c.get('context');
    const { reason } = c.req.valid('json');
    const input = { principal: c.get('principal'), sid: c.req.valid('param').sid, reason };
    return c.json(await sessionView(context, await raiseSession(context, input)), 200);
  });

  api.openapi(route.revealFields, async (c) => {
    const context = c.get('context');
    const input = { principal: c.get('principal'), sid: c.req.valid('param').sid, ...c.req.valid('json') };
    return c.json(await sessionView(context, await revealFields(context, input)), 200);
  });

  api.openapi(route.lowerSession, async (c) => {
    const context = c.get('context');
    const input = { principal: c.get('principal'), sid: c.req.valid('param').sid };
    return c.json(await sessionView(context, await lowerSession(context, input)), 200);
  });
}
