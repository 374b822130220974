import { createRoute, z } from '@hono/zod-openapi';
import { campaignKinds } from '../../campaigns/campaign.ts';
import { requireLog } from '../admit.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, idempotencyKey, instant, list, page, reference, signedText } from '../schemas.ts';
import { signed } from '../signing/schema.ts';

const tags = ['reviews'];
const readers = { admin: ['review.sign', 'review.manage', 'audit.read'] };
const params = z.object({ id: id('cmp').openapi({ param: { name: 'id', in: 'path' } }) });
const kind = z.enum(campaignKinds);
const decision = z.enum(['keep', 'remove', 'wrong']);

export const campaign = z
  .object({
    id: z.string(),
    title: z.string(),
    kinds: z.array(kind),
    opened_by: reference,
    opened_at: instant,
    due_at: instant,
    seed: z.string().openapi({
      description:
        'Entry numbers of `log_sample`: the first 8 bytes (big-endian) of SHA-256("<seed>:<n>"), n = 0, 1, …, modulo `tree_size`, each once.',
    }),
    tree_size: z.int(),
    items: z.int().optional(),
    answered: z.int().optional(),
    settled: z.int().optional(),
  })
  .openapi('Campaign');

export const item = z
  .object({
    id: z.string(),
    campaign: z.string(),
    kind,
    ref: z.string(),
    title: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    owner: reference.optional(),
    falls_to: z.enum(['review.manage', 'people.manage']).optional().openapi({
      description: 'Nobody owns it, or the owner is no admin and cannot answer: whoever has this scope does.',
    }),
    last_used_at: instant.optional(),
    status: z.enum(['open', 'answered', 'lapsed']),
    answer: decision.optional(),
    comment: z.string().optional(),
    answered_by: reference.optional(),
    answered_at: instant.optional(),
    statement_hash: z.string().optional(),
    settled: z.enum(['shut', 'marked']).optional(),
    lapsed: z.boolean().optional().openapi({
      description: 'Of a membership, when it is read: whether the group counts no more for that account.',
    }),
  })
  .openapi('CampaignItem');

export const listCampaigns = createRoute({
  method: 'get',
  path: '/v1/campaigns',
  tags,
  summary: 'Reviews of what stands, newest first',
  ...operation('listCampaigns', readers),
  request: { query: z.strictObject(page) },
  responses: { 200: json(list(campaign).openapi('Campaigns'), 'A page.'), ...refusals() },
});

export const openCampaign = createRoute({
  method: 'post',
  path: '/v1/campaigns',
  tags,
  summary: 'Write down what stands, and ask its owners whether it still should',
  ...operation('openCampaign', { admin: ['review.manage'] }, requireLog, idempotent('required')),
  request: {
    headers: idempotencyKey('required'),
    body: body(
      z
        .strictObject({
          title: signedText(120),
          kinds: z.array(kind).min(1).max(campaignKinds.length),
          due_at: instant,
          sample_size: z.int().min(0).max(500).default(25),
        })
        .openapi('CampaignRequest'),
    ),
  },
  responses: { 201: json(campaign, 'Opened.'), ...refusals(409, 422, 503) },
});

export const getCampaign = createRoute({
  method: 'get',
  path: '/v1/campaigns/{id}',
  tags,
  summary: 'One review of what stands',
  ...operation('getCampaign', readers),
  request: { params },
  responses: { 200: json(campaign, 'As it was opened.'), ...refusals(404) },
});

export const listCampaignItems = createRoute({
  method: 'get',
  path: '/v1/campaigns/{id}/items',
  tags,
  summary: 'What it goes through',
  ...operation('listCampaignItems', readers),
  request: {
    params,
    query: z.strictObject({
      kind: kind.optional(),
      q: z.string().trim().min(1).max(120).optional().openapi({ description: 'Anywhere in the title.' }),
      ...page,
    }),
  },
  responses: { 200: json(list(item).openapi('CampaignItems'), 'A page.'), ...refusals(404) },
});

export const searchCampaignItems = createRoute({
  method: 'get',
  path: '/v1/campaign-items',
  tags,
  summary: 'What was ever asked about something in a review, newest first',
  ...operation('searchCampaignItems', readers),
  request: {
    query: z.strictObject({
      kind: kind.optional(),
      q: z.string().trim().min(1).max(120).openapi({ description: 'Anywhere in the title or the `ref`.' }),
      ...page,
    }),
  },
  responses: { 200: json(list(item).openapi('CampaignHistory'), 'A page.'), ...refusals() },
});

export const answerCampaignItem = createRoute({
  method: 'post',
  path: '/v1/campaign-items/{id}/answers',
  tags,
  summary: 'Say, signed, whether it should stay',
  ...operation('answerCampaignItem', { admin: ['review.sign'] }, requireLog, idempotent('offered')),
  request: {
    params: z.object({ id: id('rvi').openapi({ param: { name: 'id', in: 'path' } }) }),
    body: body(
      z
        .strictObject({ answer: decision, comment: z.string().trim().max(2000).default(''), signed })
        .openapi('CampaignAnswer'),
    ),
  },
  responses: { 200: json(item, 'Answered.'), ...refusals(404, 409, 422, 503) },
});

export const exportCampaign = createRoute({
  method: 'get',
  path: '/v1/campaigns/{id}/export',
  tags,
  summary: 'Everything of it, a line an item, with the index of the entry of each answer',
  ...operation('exportCampaign', readers),
  request: { params, query: z.strictObject({ format: z.enum(['ndjson', 'csv']).default('ndjson') }) },
  responses: {
    200: {
      content: {
        'application/x-ndjson': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
      description: 'The items, in their order.',
    },
    ...refusals(404),
  },
});
