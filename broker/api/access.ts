import { createRoute, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Trouble } from '../audit/trouble.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Decision, type Evaluation, evaluateAccess } from '../gateways/evaluate-access.ts';
import { recordEvaluations } from '../gateways/record-evaluations.ts';
import type { Backend } from '../signals/deed.ts';
import { backendOf } from './backend.ts';
import { obligationsView } from './delegations/view.ts';
import type { Api, ApiEnv } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';

/** OpenID AuthZEN Authorization API 1.0. Members that are not named here are ignored (§10.1.1). */
const name = z.string().min(1).max(256);
const subject = z.object({
  type: name.openapi({ description: '`agent` or `service`.' }),
  id: name.openapi({ description: "The broker's id of who acts." }),
});
const action = z.object({ name: name.openapi({ description: 'An action of the catalogue.' }) });
const resource = z.object({
  type: name.openapi({ description: '`account`.' }),
  id: name.openapi({ description: "The account's id, or a path below it." }),
});
const context = z.object({ session: name.optional().openapi({ description: 'In this session only.' }) });

const question = { subject, action, resource, context: context.optional() };
const partly = { subject: subject.optional(), action: action.optional(), resource: resource.optional() };
const MOST = 50;

const evaluation = z.object(question).openapi('AccessEvaluation');
const evaluations = z
  .object({
    ...partly,
    context: context.optional(),
    evaluations: z
      .array(z.object({ ...partly, context: context.optional() }))
      .max(MOST)
      .optional(),
    options: z
      .object({
        evaluations_semantic: z
          .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
          .default('execute_all'),
      })
      .optional(),
  })
  .openapi('AccessEvaluations', {
    description: 'What an evaluation leaves out is taken from the top level.',
  });

const decision = z
  .object({
    decision: z.boolean(),
    context: z
      .object({
        session: z.string(),
        reasons: z.array(z.object({ id: z.string(), text: z.string() })),
        obligations: z.record(z.string(), z.unknown()).optional(),
        policy_version: z.string().optional(),
        revealed: z.record(z.string(), z.array(z.string())).optional().openapi({
          description:
            'The action and which masked fields of its answer the session shows, as `dlg.revealed` of a token says it. Left out where it shows none, or where the question names no session: then all of them are hidden.',
        }),
      })
      .optional()
      .openapi({ description: 'Left out where the caller has nothing to do with what it asks about.' }),
  })
  .openapi('AccessDecision');
const decisions = z
  .union([decision, z.object({ evaluations: z.array(decision) })])
  .openapi('AccessDecisions');

const access = { service: ['introspect'] };
const tags = ['gateways'];

const evaluateOne = createRoute({
  method: 'post',
  path: '/access/v1/evaluation',
  tags,
  summary: 'May this actor do this here and now? (OpenID AuthZEN 1.0 §6)',
  description:
    'Answered to a registered backend, about what a live session covers at that backend. `X-Request-ID` comes back.',
  ...operation('evaluateAccess', access),
  request: { body: body(evaluation) },
  responses: { 200: json(decision, 'A yes is on record.'), ...refusals(503) },
});

const evaluateAll = createRoute({
  method: 'post',
  path: '/access/v1/evaluations',
  tags,
  summary: 'Several such questions at once (OpenID AuthZEN 1.0 §7)',
  description: 'Without `evaluations` it is the single question, and is answered as such.',
  ...operation('evaluateAccesses', access),
  request: { body: body(evaluations) },
  responses: {
    200: json(decisions, 'In the order of the questions; every yes is on record.'),
    ...refusals(503),
  },
});

type Asked = z.infer<typeof evaluation>;

const evaluationOf = ({ subject, action, resource, context }: Asked): Evaluation => ({
  actor: { kind: subject.type, id: subject.id },
  action: action.name,
  resource: { kind: resource.type, id: resource.id },
  session: context?.session,
});

function view(decided: Decision): z.infer<typeof decision> {
  if (decided.decision === 'unknown') return { decision: false };
  const reasons = decided.reasons.map(({ id, text }) => ({ id, text }));
  const session = decided.session.id;
  if (decided.decision === 'deny') return { decision: false, context: { session, reasons } };
  const obligations = obligationsView(decided.obligations);
  const revealed = Object.entries(decided.revealed ?? {}).map(([action, fields]) => [action, [...fields]]);
  return {
    decision: true,
    context: {
      session,
      reasons,
      obligations,
      policy_version: decided.policyVersion,
      ...(revealed.length === 0 ? {} : { revealed: Object.fromEntries(revealed) }),
    },
  };
}

/** In order, until the semantic has its answer (§7.1.2.1); what was decided is on record before it is told. */
async function decide(
  context: Context,
  trouble: Trouble,
  backend: Backend,
  asked: readonly Evaluation[],
  last: (decided: Decision) => boolean = () => false,
): Promise<z.infer<typeof decision>[]> {
  const evaluated: { evaluation: Evaluation; decided: Decision }[] = [];
  for (const evaluation of asked) {
    const decided = await evaluateAccess(context, trouble, backend, evaluation);
    evaluated.push({ evaluation, decided });
    if (last(decided)) break;
  }
  await recordEvaluations(context, backend, evaluated);
  return evaluated.map(({ decided }) => view(decided));
}

/** §7.1.1: a member of an evaluation replaces the one at the top level as a whole. */
function completed(top: z.infer<typeof evaluations>): Asked[] {
  const { evaluations: each = [], options: _, ...defaults } = top;
  return (each.length === 0 ? [{}] : each).map((one, i) => {
    const { subject, action, resource, context } = { ...defaults, ...one };
    if (!subject || !action || !resource) {
      const place = each.length === 0 ? '/' : `/evaluations/${i}`;
      throw new Refusal('invalid_request', `${place}: subject, action and resource are needed.`, {
        status: 400,
      });
    }
    return { subject, action, resource, ...(context ? { context } : {}) };
  });
}

const ENDS = {
  execute_all: () => false,
  deny_on_first_deny: ({ decision }: Decision) => decision !== 'allow',
  permit_on_first_permit: ({ decision }: Decision) => decision === 'allow',
};

/** §10.1.3: the caller's identifier of a request comes back; without one it gets the broker's. */
export const echoRequestId: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const given = c.req.header('x-request-id');
  await next();
  if (given !== undefined && /^[\x20-\x7e]{1,256}$/.test(given)) c.header('x-request-id', given);
};

export function accessCalls(api: Api): void {
  api.openapi(evaluateOne, async (c) => {
    const context = c.get('context');
    const backend = await backendOf(context, c.get('principal'));
    const asked = [evaluationOf(c.req.valid('json'))];
    const [only] = await decide(context, c.get('edge').services.trouble, backend, asked);
    return c.json(only ?? { decision: false }, 200);
  });

  api.openapi(evaluateAll, async (c) => {
    const context = c.get('context');
    const backend = await backendOf(context, c.get('principal'));
    const top = c.req.valid('json');
    const asked = completed(top).map(evaluationOf);
    const ends = ENDS[top.options?.evaluations_semantic ?? 'execute_all'];
    const told = await decide(context, c.get('edge').services.trouble, backend, asked, ends);
    const single = (top.evaluations ?? []).length === 0;
    return c.json(single ? (told[0] ?? { decision: false }) : { evaluations: told }, 200);
  });
}
