import { createRoute, z } from '@hono/zod-openapi';
import { body, json, operation, refusals } from '../route.ts';
import { id } from '../schemas.ts';
import * as shape from './schema.ts';

const overseers = { admin: ['policy.propose', 'audit.read'] };
const exporting = { ...overseers, service: ['decisions.read'] };
const tags = ['policy'];

export const listDecisions = createRoute({
  method: 'get',
  path: '/v1/policies/decisions',
  tags,
  summary: 'Decisions of policy on record, in the order they were made; for a replay elsewhere',
  ...operation('listPolicyDecisions', exporting),
  request: { query: shape.decisionQuery },
  responses: { 200: json(shape.decisions, 'A page.'), ...refusals() },
});

export const explainDecision = createRoute({
  method: 'get',
  path: '/v1/policies/decisions/{id}',
  tags,
  summary: 'One past decision: what was asked, what decided, and why',
  ...operation('explainPolicyDecision', overseers),
  request: { params: z.object({ id: id('pdc').openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: { 200: json(shape.explanation, 'The decision.'), ...refusals(404) },
});

export const listStanding = createRoute({
  method: 'get',
  path: '/v1/policies/standing',
  tags,
  summary: 'Open requests, grants and live sessions as questions to policy, as of now',
  ...operation('listPolicyStanding', exporting),
  request: { query: shape.standingQuery },
  responses: {
    200: json(shape.standings, 'A page; it may hold more or fewer items than delegations.'),
    ...refusals(),
  },
});

export const simulateRequest = createRoute({
  method: 'post',
  path: '/v1/policies/simulations',
  tags,
  summary: 'What policy would say if somebody else asked; only that it was tried is kept',
  ...operation('simulatePolicy', overseers),
  request: { body: body(shape.simulation) },
  responses: { 200: json(shape.simulated, 'The verdict.'), ...refusals(404) },
});

export const listPossibilities = createRoute({
  method: 'post',
  path: '/v1/policies/possibilities',
  tags,
  summary: 'What somebody could ask for on this customer: a partial evaluation, not an answer to a request',
  ...operation('explorePolicy', overseers),
  request: { body: body(shape.wish) },
  responses: { 200: json(shape.possible, 'Per action.'), ...refusals(404) },
});

export const replayRecorded = createRoute({
  method: 'post',
  path: '/v1/policies/replays',
  tags,
  summary: 'What a version or a draft would have said of what was decided since; nothing changes by it',
  ...operation('replayPolicy', overseers),
  request: { body: body(shape.replay) },
  responses: { 200: json(shape.replayed, 'Counts and examples.'), ...refusals(404) },
});
