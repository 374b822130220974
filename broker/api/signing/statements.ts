import { createRoute, z } from '@hono/zod-openapi';
import { requestOptions } from '../../signing/passkeys/request-options.ts';
import { narrowing } from '../delegations/narrowing.ts';
import { reviewNarrowed } from '../delegations/schema.ts';
import type { Api } from '../environment.ts';
import { present } from '../present.ts';
import { body, json, operation, refusals } from '../route.ts';
import { instant, signedText } from '../schemas.ts';
import { offer } from './build.ts';
import { decision, kind, replay, statement } from './schema.ts';

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
    narrowed: reviewNarrowed.optional(),
    comment: signedText(2000).optional(),
    replay: replay.optional(),
  })
  .openapi('StatementRequest');

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3 §5.1.9). */
const requestOptionsSchema = z
  .looseObject({
    challenge: z.string(),
    rpId: z.string(),
    allowCredentials: z.array(z.looseObject({ id: z.string(), type: z.literal('public-key') })),
    userVerification: z.literal('required'),
    timeout: z.number(),
  })
  .openapi('PasskeyRequestOptions', { description: 'For the browser, where the signer has passkeys.' });

const built = z
  .object({
    statement,
    nonce: z.string(),
    challenge: z.string(),
    expires_at: instant,
    method: z
      .enum(['session', 'passkey', 'confirmation'])
      .openapi({ description: 'What is taken of this signer.' }),
    confirmation: z
      .object({ sent_to: z.string() })
      .optional()
      .openapi({ description: 'Where a code for exactly this was mailed, masked.' }),
    passkey_options: requestOptionsSchema.optional(),
  })
  .openapi('BuiltStatement');

export const buildStatement = createRoute({
  method: 'post',
  path: '/v1/statements',
  tags: ['delegations'],
  summary: 'What is to be signed, word for word',
  ...operation('buildStatement', {
    support: ['delegation.request'],
    admin: [
      'delegation.approve',
      'policy.activate',
      'people.manage',
      'audit.read',
      'review.sign',
      'client.manage',
    ],
    customer: ['consent.give'],
  }),
  request: { body: body(ask) },
  responses: { 200: json(built, 'To be sent back as `signed`.'), ...refusals(404, 409) },
});

export function statementCalls(api: Api): void {
  api.openapi(buildStatement, async (c) => {
    const { narrowed: less, ...asked } = c.req.valid('json');
    const context = c.get('context');
    const principal = c.get('principal');
    const built = await offer(context, principal, present({ ...asked, ...narrowing(less) }));
    const options = await requestOptions(context, principal.id, built.challenge);
    return c.json(
      {
        statement: built.statement,
        nonce: built.nonce,
        challenge: built.challenge,
        expires_at: built.expiresAt.toISOString(),
        method: built.method,
        ...(built.confirmation ? { confirmation: { sent_to: built.confirmation.sentTo } } : {}),
        ...(options ? { passkey_options: options } : {}),
      },
      200,
    );
  });
}
