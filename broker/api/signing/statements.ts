import { createRoute, z } from '@hono/zod-openapi';
import { buildStatement as build } from '../../delegation/build-statement.ts';
import { narrowing } from '../delegations/calls.ts';
import { reviewNarrowed } from '../delegations/schema.ts';
import type { Api } from '../environment.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, instant, signedText } from '../schemas.ts';
import { decision, kind, statement } from './schema.ts';

const ask = z
  .strictObject({
    kind,
    target: id('dlg'),
    decision,
    narrowed: reviewNarrowed.optional(),
    comment: signedText(2000).optional(),
  })
  .openapi('StatementRequest');

const built = z
  .object({ statement, nonce: z.string(), challenge: z.string(), expires_at: instant })
  .openapi('BuiltStatement');

export const buildStatement = createRoute({
  method: 'post',
  path: '/v1/statements',
  tags: ['delegations'],
  summary: 'What is to be signed, word for word',
  ...operation('buildStatement', { admin: ['delegation.approve'], customer: ['consent.give'] }),
  request: { body: body(ask) },
  responses: { 200: json(built, 'To be sent back as `signed`.'), ...refusals(404, 409) },
});

export function statementCalls(api: Api): void {
  api.openapi(buildStatement, async (c) => {
    const { kind, target, decision, narrowed: less, comment } = c.req.valid('json');
    const built = await build(c.get('context'), {
      principal: c.get('principal'),
      statement: {
        kind,
        target,
        decision,
        ...narrowing(less),
        ...(comment === undefined ? {} : { comment }),
      },
    });
    return c.json(
      {
        statement: built.statement,
        nonce: built.nonce,
        challenge: built.challenge,
        expires_at: built.expiresAt.toISOString(),
      },
      200,
    );
  });
}
