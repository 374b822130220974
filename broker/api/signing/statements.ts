import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from '../../context.ts';
import { buildStatement as build } from '../../delegation/build-statement.ts';
import { Refusal } from '../../errors.ts';
import { buildActivation } from '../../governance/sign-activation.ts';
import type { Principal } from '../../identity/principal.ts';
import { insufficientScope } from '../../oauth/challenge.ts';
import type { OfferedStatement } from '../../signing/offer-statement.ts';
import { narrowed } from '../delegations/schema.ts';
import type { Api } from '../environment.ts';
import { present } from '../present.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, instant, signedText } from '../schemas.ts';
import { decision, kind, statement } from './schema.ts';

const ask = z
  .strictObject({
    kind,
    target: id('dlg', 'pol'),
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
    admin: ['delegation.approve', 'policy.activate'],
    customer: ['consent.give'],
  }),
  request: { body: body(ask) },
  responses: { 200: json(built, 'To be sent back as `signed`.'), ...refusals(404, 409) },
});

type Ask = z.output<typeof ask>;

const scopeOf = { approval: 'delegation.approve', consent: 'consent.give', activation: 'policy.activate' };

/** Whoever may sign one kind of statement may not for that sign another. */
function requireScope(context: Context, { domain, scopes, jkt }: Principal, kind: Ask['kind']): void {
  const scope = scopeOf[kind];
  if (domain === (kind === 'consent' ? 'customer' : 'admin') && !scopes.includes(scope))
    throw insufficientScope(context.config.issuer, jkt === undefined ? 'Bearer' : 'DPoP', [scope]);
}

function offer(context: Context, principal: Principal, asked: Ask): Promise<OfferedStatement> {
  const { kind, target, decision, narrowed: less, comment } = asked;
  requireScope(context, principal, kind);
  if (kind === 'activation') {
    if ((decision !== 'activate' && decision !== 'reject') || less)
      throw new Refusal('wrong_decision', 'A proposal is activated or rejected, as a whole.', {
        status: 400,
      });
    return buildActivation(context, { principal, id: target, decision, comment });
  }
  const said = { ...(less ? { narrowed: less.authorization_details } : {}), ...present({ comment }) };
  return build(context, { principal, statement: { kind, target, decision, ...said } });
}

export function statementCalls(api: Api): void {
  api.openapi(buildStatement, async (c) => {
    const built = await offer(c.get('context'), c.get('principal'), c.req.valid('json'));
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
