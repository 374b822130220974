import { createRoute, z } from '@hono/zod-openapi';
import { PROPOSALS } from '../policies/routes.ts';
import { proposalId } from '../policies/schema.ts';
import { body, json, operation, refusals } from '../route.ts';
import { page } from '../schemas.ts';
import * as shape from './schema.ts';

const tags = ['policies'];
const overseers = { admin: ['policy.propose', 'audit.read'] };
const path = `${PROPOSALS}/{id}/replays`;

export const startReplay = createRoute({
  method: 'post',
  path,
  tags,
  summary: 'Have a proposal held against what was decided in the last days, and what stands',
  description: 'The broker works on it; read it again until it is no longer running. Nothing changes by it.',
  ...operation('startPolicyReplay', overseers),
  request: { params: proposalId, body: body(shape.replayRequest) },
  responses: { 202: json(shape.replay, 'Running.'), ...refusals(404, 409, 503) },
});

export const listReplays = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'The replays of a proposal, newest first, with progress or result',
  ...operation('listPolicyReplays', overseers),
  request: { params: proposalId, query: z.object(page) },
  responses: { 200: json(shape.replays, 'A page.'), ...refusals(404) },
});
