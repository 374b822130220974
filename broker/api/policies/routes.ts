import { createRoute, z } from '@hono/zod-openapi';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { idempotencyKey, page } from '../schemas.ts';
import * as shape from './schema.ts';

const tags = ['policies'];
const readers = { admin: ['policy.propose', 'policy.activate', 'audit.read'] };

export const PROPOSALS = '/v1/policies/proposals';

export const readActive = createRoute({
  method: 'get',
  path: '/v1/policies/active',
  tags,
  summary: 'What is in force',
  ...operation('readActivePolicy', readers),
  responses: { 200: json(shape.activePolicy, 'The active version.'), ...refusals() },
});

export const listVersions = createRoute({
  method: 'get',
  path: '/v1/policies',
  tags,
  summary: 'All stored versions, newest first',
  ...operation('listPolicyVersions', readers),
  request: { query: z.object(page) },
  responses: { 200: json(shape.versions, 'A page.'), ...refusals() },
});

export const proposeVersion = createRoute({
  method: 'post',
  path: PROPOSALS,
  tags,
  summary: 'Propose a draft, or a stored version again; a second person activates it',
  description: 'What a service files counts as proposed by the policy owner who answers for the service.',
  ...operation(
    'proposePolicyVersion',
    { admin: ['policy.propose'], service: ['policy.propose'] },
    idempotent('required'),
  ),
  request: { headers: idempotencyKey('required'), body: body(shape.proposalRequest) },
  responses: { 201: json(shape.proposal, 'Open.'), ...refusals(404, 409, 422, 503) },
});

export const listProposals = createRoute({
  method: 'get',
  path: PROPOSALS,
  tags,
  summary: 'Proposals, newest first',
  ...operation('listPolicyProposals', readers),
  request: { query: z.object({ ...page, ...shape.proposalQuery }) },
  responses: { 200: json(shape.proposals, 'A page.'), ...refusals() },
});

export const readProposal = createRoute({
  method: 'get',
  path: `${PROPOSALS}/{id}`,
  tags,
  summary: 'One proposal with what it changes and the tests that hold',
  ...operation('readPolicyProposal', readers),
  request: { params: shape.proposalId },
  responses: { 200: json(shape.proposal, 'The proposal.'), ...refusals(404) },
});

export const decideProposal = createRoute({
  method: 'post',
  path: `${PROPOSALS}/{id}/activations`,
  tags,
  summary: 'Activate or reject, as a second person',
  ...operation('decidePolicyProposal', { admin: ['policy.activate'] }, idempotent('offered')),
  request: {
    params: shape.proposalId,
    headers: idempotencyKey('offered'),
    body: body(shape.decisionRequest),
  },
  responses: { 200: json(shape.proposal, 'Decided.'), ...refusals(404, 409, 422, 503) },
});

export const withdrawProposal = createRoute({
  method: 'delete',
  path: `${PROPOSALS}/{id}`,
  tags,
  summary: 'Take a proposal back',
  ...operation('withdrawPolicyProposal', { admin: ['policy.propose'], service: ['policy.propose'] }),
  request: { params: shape.proposalId },
  responses: { 200: json(shape.proposal, 'Withdrawn.'), ...refusals(404, 409, 503) },
});

export const readVersion = createRoute({
  method: 'get',
  path: '/v1/policies/{version}',
  tags,
  summary: 'The files of one version',
  ...operation('readPolicyVersion', readers),
  request: { params: shape.versionName },
  responses: { 200: json(shape.versionFiles, 'The version.'), ...refusals(404) },
});
