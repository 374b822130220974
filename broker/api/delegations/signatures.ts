import { createRoute, z } from '@hono/zod-openapi';
import type { Delegation } from '../../delegation/delegation.ts';
import { isDeclared, verifiedSignatures } from '../../delegation/only-signed.ts';
import { readDelegation } from '../../delegation/visible.ts';
import type { Signature } from '../../signing/statement.ts';
import type { Api } from '../environment.ts';
import { json, operation, refusals } from '../route.ts';
import { id, instant } from '../schemas.ts';
import { decision, statement } from '../signing/schema.ts';

const signature = z
  .object({
    kind: z.enum(['declaration', 'approval', 'consent']).openapi({
      description:
        '`declaration`: by whom an emergency was asked for. Its statement was made before the delegation had an id: `details_hash` is over JCS({subject, authorization_details, justification}) as they were sent.',
    }),
    id: z.string().optional(),
    signer: z.string(),
    decision,
    signed_at: instant,
    method: z.enum(['session', 'passkey', 'confirmation']),
    statement,
    nonce: z.string().nullable(),
    challenge: z.string(),
    proof: z
      .object({
        passkey: z.string(),
        credential_id: z.string(),
        public_key: z.string(),
        authenticator_data: z.string(),
        client_data_json: z.string(),
        signature: z.string(),
      })
      .or(z.object({ sent_to: z.string() }))
      .nullable()
      .openapi({
        description:
          'WebAuthn: `signature` is over `authenticator_data` and the SHA-256 of `client_data_json`, whose challenge is the SHA-256 of JCS({statement, nonce}); `public_key` is a COSE_Key. All in base64url. Of a confirmation: where the code was mailed, masked; only the broker knows that it was right.',
      }),
    holds: z.boolean().openapi({ description: 'Whether it verifies now and says what its row says.' }),
  })
  .openapi('KeptSignature');

export const listSignatures = createRoute({
  method: 'get',
  path: '/v1/delegations/{id}/signatures',
  tags: ['delegations'],
  summary: 'What was signed, with all it takes to verify it elsewhere',
  ...operation('listSignatures', { admin: ['audit.read', 'delegation.approve'] }),
  request: { params: z.object({ id: id('dlg').openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: {
    200: json(z.object({ items: z.array(signature) }).openapi('KeptSignatures'), 'In the order of signing.'),
    ...refusals(404),
  },
});

interface Signed {
  signerId: string;
  decision: z.output<typeof decision>;
  signedAt: Date;
  signature: Signature;
}

function view(
  kind: z.output<typeof signature>['kind'],
  one: Signed,
  holds: boolean,
): z.output<typeof signature> {
  const { statement, nonce, challenge, method, proof } = one.signature;
  const { signerId: signer, decision, signedAt } = one;
  return {
    kind,
    signer,
    decision,
    signed_at: signedAt.toISOString(),
    method,
    statement,
    nonce,
    challenge,
    proof,
    holds,
  };
}

export function signatureCalls(api: Api): void {
  api.openapi(listSignatures, async (c) => {
    const context = c.get('context');
    const of = { principal: c.get('principal'), id: c.req.valid('param').id };
    const delegation: Delegation = await readDelegation(context, of);
    const verified = await verifiedSignatures(context, delegation);
    const { consent, declaration, actor } = delegation;
    const declared = declaration && {
      signerId: actor.id,
      decision: 'declare' as const,
      signedAt: new Date(declaration.signedAt),
      signature: declaration,
    };
    const declarations = declared
      ? [view('declaration', declared, await isDeclared(context, delegation))]
      : [];
    const reviews = delegation.reviews.map((review, i) => ({
      ...view('approval', review, verified.reviews[i] ?? false),
      id: review.id,
    }));
    const consents = consent ? [view('consent', consent, verified.consent)] : [];
    return c.json({ items: [...declarations, ...reviews, ...consents] }, 200);
  });
}
