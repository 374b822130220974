import { createRoute, z } from '@hono/zod-openapi';
import { narrowed } from '../delegations/schema.ts';
import type { Api } from '../environment.ts';
import { body, json, operation, refusals } from '../route.ts';
import { instant, signedText } from '../schemas.ts';
import { offer } from './build.ts';
import { decision, kind, statement } from './schema.ts';

const ask = z
  .strictObject({
    kind,
    target: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,68}$/, 'is neither an id nor a hash')
      .openapi({
        description:
          'The id of what is decided. Of an emergency, which has none yet: base64url(SHA-256(JCS({subject, authorization_details, justification}))) of the request.',
      }),
    decision,
    narrowed: narrowed.optional(),
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
  ...operation('buildStatement', {
    support: ['delegation.request'],
    admin: ['delegation.approve', 'review.sign'],
    customer: ['consent.give'],
  }),
  request: { body: body(ask) },
  responses: { 200: json(built, 'To be sent back as `signed`.'), ...refusals(404, 409) },
});

export function statementCalls(api: Api): void {
  api.openapi(buildStatement, async (c) => {
    const { kind, target, decision, narrowed: less, comment } = c.req.valid('json');
    const built = await offer(c.get('context'), c.get('principal'), {
      kind,
      target,
      decision,
      ...(less ? { narrowed: less.authorization_details } : {}),
      ...(comment === undefined ? {} : { comment }),
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
