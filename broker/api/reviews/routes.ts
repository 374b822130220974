import { createRoute, z } from '@hono/zod-openapi';
import { requireLog } from '../admit.ts';
import { entry } from '../audit.ts';
import { delegation } from '../delegations/schema.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, instant, list, page, party, signedText } from '../schemas.ts';
import { signed } from '../signing/schema.ts';

const tags = ['reviews'];
const readers = { admin: ['review.sign', 'review.manage', 'audit.read'] };
const params = z.object({ id: id('dlg').openapi({ param: { name: 'id', in: 'path' } }) });
const kind = z.enum(['emergency', 'ordinary']);

const finding = z.object({
  by: party,
  decision: z.enum(['justified', 'unjustified', 'abuse']),
  comment: z.string(),
  at: instant,
});

export const review = z
  .object({
    id: z.string().openapi({ description: 'Of the delegation that is reviewed.' }),
    kind,
    status: z.enum(['waiting', 'open', 'overdue', 'decided']),
    verdict: z.enum(['justified', 'not_justified', 'abuse']).optional(),
    decided_at: instant.optional(),
    opened_at: instant,
    due_at: instant,
    from: z.array(z.string()).openapi({ description: 'The groups whose members may review.' }),
    needed: z.int(),
    findings: z.array(finding),
    delegation,
  })
  .openapi('PostReview');

const reviewWithEntries = review
  .extend({
    entries: z.array(entry).openapi({ description: "The log's newest 100 entries of it, newest first." }),
  })
  .openapi('PostReviewDetail');

export const listReviews = createRoute({
  method: 'get',
  path: '/v1/reviews',
  tags,
  summary: 'What is reviewed afterwards, newest first',
  ...operation('listReviews', readers),
  request: {
    query: z.strictObject({
      kind: kind.optional(),
      status: z.enum(['open', 'overdue', 'decided']).optional().openapi({
        description: '`open`: everything that is not decided, overdue or not.',
      }),
      ...page,
    }),
  },
  responses: { 200: json(list(review).openapi('PostReviews'), 'A page.'), ...refusals() },
});

export const getReview = createRoute({
  method: 'get',
  path: '/v1/reviews/{id}',
  tags,
  summary: 'One review, by the delegation it is about',
  ...operation('getReview', readers),
  request: { params },
  responses: { 200: json(reviewWithEntries, 'As it is now.'), ...refusals(404) },
});

export const recordFinding = createRoute({
  method: 'post',
  path: '/v1/reviews/{id}/findings',
  tags,
  summary: 'Say, signed, what you found; only who took no part',
  ...operation('recordFinding', { admin: ['review.sign'] }, requireLog, idempotent('offered')),
  request: {
    params,
    body: body(
      z
        .strictObject({
          decision: z.enum(['justified', 'unjustified', 'abuse']),
          comment: signedText(2000),
          signed,
        })
        .openapi('Finding'),
    ),
  },
  responses: { 200: json(review, 'With the finding.'), ...refusals(404, 409, 422, 503) },
});
