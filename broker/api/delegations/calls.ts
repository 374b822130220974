import type { z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { answerConsent } from '../../delegation/answer-consent.ts';
import { answerQuestion } from '../../delegation/answer-question.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { endDelegation } from '../../delegation/end-delegation.ts';
import { extendDelegation } from '../../delegation/extend-delegation.ts';
import { previewRequest } from '../../delegation/preview-request.ts';
import type { RequestInput } from '../../delegation/read-request.ts';
import { reviewRequest } from '../../delegation/review-request.ts';
import { revokeGrant } from '../../delegation/revoke-grant.ts';
import { submitRequest } from '../../delegation/submit-request.ts';
import { listDelegations, readDelegation } from '../../delegation/visible.ts';
import { pollSeconds } from '../../oauth/delegated/poll.ts';
import { closeSessionsOf } from '../../session/closing.ts';
import { remembering } from '../../signals/await-acknowledgements.ts';
import type { Api, ApiEnv } from '../environment.ts';
import { answerStopped } from '../sessions/answer-stopped.ts';
import { signedInput } from '../signing/signed-input.ts';
import { viewOf, viewsOf } from './describe.ts';
import { narrowing } from './narrowing.ts';
import * as route from './routes.ts';
import type { delegationRequest } from './schema.ts';
import { previewView } from './view.ts';

export function requestInput(body: z.output<typeof delegationRequest>): RequestInput {
  return {
    subject: body.subject,
    authorizationDetails: body.authorization_details,
    justification: body.justification,
    ...(body.not_before === undefined ? {} : { notBefore: new Date(body.not_before) }),
    ...(body.emergency === undefined ? {} : { emergency: body.emergency }),
    ...(body.signed === undefined ? {} : { signed: signedInput(body.signed) }),
    ...(body.offer === undefined ? {} : { offer: body.offer }),
  };
}

/** What whoever filed is answered: with the token to poll by, where the client is one that polls. */
async function filedView(c: HonoContext<ApiEnv>, delegation: Delegation) {
  const [context, principal] = [c.get('context'), c.get('principal')];
  const token = await c.get('edge').grantToken(context, { principal, delegation });
  return {
    ...(await viewOf(context, delegation, principal)),
    interval: pollSeconds,
    ...(token === undefined ? {} : { grant_token: token }),
  };
}

export function delegationCalls(api: Api): void {
  api.openapi(route.listDelegations, async (c) => {
    const { status, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const page = await listDelegations(context, {
      principal: c.get('principal'),
      ...(status ? { statuses: [status] } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
    });
    return c.json({ items: await viewsOf(context, page.items), next_cursor: page.nextCursor }, 200);
  });

  api.openapi(route.createDelegation, async (c) => {
    const context = c.get('context');
    const request = requestInput(c.req.valid('json'));
    const delegation = await submitRequest(context, { principal: c.get('principal'), request });
    return c.json(await filedView(c, delegation), 201, { location: `/v1/delegations/${delegation.id}` });
  });

  api.openapi(route.extendDelegation, async (c) => {
    const { justification, authorization_details: details } = c.req.valid('json');
    const extension = {
      id: c.req.valid('param').id,
      justification,
      ...(details ? { authorizationDetails: details } : {}),
    };
    const context = c.get('context');
    const delegation = await extendDelegation(context, { principal: c.get('principal'), extension });
    return c.json(await filedView(c, delegation), 201, { location: `/v1/delegations/${delegation.id}` });
  });

  api.openapi(route.previewDelegation, async (c) => {
    const request = requestInput(c.req.valid('json'));
    const verdict = await previewRequest(c.get('context'), { principal: c.get('principal'), request });
    return c.json(previewView(verdict, c.get('principal').domain), 200);
  });

  api.openapi(route.getDelegation, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const delegation = await readDelegation(context, { principal, id: c.req.valid('param').id });
    const token = await c.get('edge').grantToken(context, { principal, delegation });
    const view = await viewOf(context, delegation, principal);
    return c.json({ ...view, ...(token === undefined ? {} : { grant_token: token }) }, 200);
  });

  api.openapi(route.endDelegation, async (c) => {
    const context = c.get('context');
    const input = { principal: c.get('principal'), id: c.req.valid('param').id };
    return c.json(await viewOf(context, await endDelegation(context, input, closeSessionsOf)), 200);
  });

  api.openapi(route.reviewDelegation, async (c) => {
    const context = c.get('context');
    const { decision, narrowed, comment, signed } = c.req.valid('json');
    const review = {
      id: c.req.valid('param').id,
      decision,
      ...narrowing(narrowed),
      ...(comment === undefined ? {} : { comment }),
      signed: signedInput(signed),
    };
    const delegation = await reviewRequest(context, { principal: c.get('principal'), review });
    return c.json(await viewOf(context, delegation), 200);
  });

  api.openapi(route.answerQuestion, async (c) => {
    const context = c.get('context');
    const { text, question } = c.req.valid('json');
    const answer = { id: c.req.valid('param').id, text, ...(question === undefined ? {} : { question }) };
    const delegation = await answerQuestion(context, { principal: c.get('principal'), answer });
    return c.json(await viewOf(context, delegation), 200);
  });

  api.openapi(route.answerConsent, async (c) => {
    const context = c.get('context');
    const { decision, narrowed, signed } = c.req.valid('json');
    const answer = {
      id: c.req.valid('param').id,
      decision,
      ...narrowing(narrowed),
      signed: signedInput(signed),
    };
    const delegation = await answerConsent(context, { principal: c.get('principal'), answer });
    return c.json(await viewOf(context, delegation), 200);
  });

  api.openapi(route.revokeDelegation, async (c) => {
    const { context, recorded } = remembering(c.get('context'));
    const { reason } = c.req.valid('json');
    const input = {
      principal: c.get('principal'),
      id: c.req.valid('param').id,
      ...(reason === undefined ? {} : { reason }),
    };
    const { id, state } = await revokeGrant(context, input, closeSessionsOf);
    const endedAt = 'endedAt' in state ? state.endedAt : context.clock.now();
    return c.json(await answerStopped(context, recorded, { delegation: id, endedAt }), 200);
  });
}
