import { createRoute, z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import { acknowledgeAlert as acknowledge } from '../alerts/acknowledge-alert.ts';
import { type Alert, type AlertKind, alertKinds } from '../alerts/alert.ts';
import { listAlerts as listed } from '../alerts/list-alerts.ts';
import type { Context } from '../context.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Api } from './environment.ts';
import { json, operation, refusals } from './route.ts';
import { id, instant, list, page, party } from './schemas.ts';

const status = z.enum(['open', 'acknowledged', 'resolved']);
const tags = ['alerts'];

const alert = z
  .object({
    id: z.string(),
    kind: z.enum(Object.keys(alertKinds) as [AlertKind, ...AlertKind[]]),
    severity: z.enum(['urgent', 'warning']),
    status,
    actor: party.optional(),
    subject: party.optional(),
    delegation: z.string().optional(),
    session: z.string().optional(),
    target: z.string().optional(),
    raised_at: instant,
    acknowledged: z.object({ by: party, at: instant }).optional(),
    resolved_at: instant.optional(),
  })
  .openapi('Alert');

export const listAlerts = createRoute({
  method: 'get',
  path: '/v1/alerts',
  tags,
  summary: 'What somebody has to look at, newest first',
  ...operation('listAlerts', { admin: ['alert.manage', 'audit.read'] }),
  request: { query: z.strictObject({ status: status.optional(), ...page }) },
  responses: { 200: json(list(alert).openapi('Alerts'), 'A page.'), ...refusals() },
});

export const acknowledgeAlert = createRoute({
  method: 'post',
  path: '/v1/alerts/{id}/acknowledgements',
  tags,
  summary: 'Say that you have seen it and look into it',
  ...operation('acknowledgeAlert', { admin: ['alert.manage'] }),
  request: { params: z.object({ id: id('alr').openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: { 200: json(alert, 'Acknowledged.'), ...refusals(404, 409, 503) },
});

function idsIn({ actorId, subjectId, state }: Alert): string[] {
  const by = 'acknowledgedBy' in state ? state.acknowledgedBy : undefined;
  return [actorId, subjectId, by].filter((one) => one !== undefined);
}

/** Services go by their id. */
async function viewsOf(context: Context, alerts: readonly Alert[]): Promise<z.output<typeof alert>[]> {
  const ids = [...new Set(alerts.flatMap(idsIn))];
  const known = ids.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, ids));
  const names = new Map<string, string>(known.map(({ id: of, name }) => [of, name]));
  const named = (of: string) => ({ id: of, name: names.get(of) ?? of });
  return alerts.map(({ actorId, subjectId, delegationId, sessionId, raisedAt, state, ...one }) => ({
    ...one,
    status: state.status,
    ...(actorId === undefined ? {} : { actor: named(actorId) }),
    ...(subjectId === undefined ? {} : { subject: named(subjectId) }),
    ...(delegationId === undefined ? {} : { delegation: delegationId }),
    ...(sessionId === undefined ? {} : { session: sessionId }),
    raised_at: raisedAt.toISOString(),
    ...('acknowledgedAt' in state && state.acknowledgedAt && state.acknowledgedBy
      ? { acknowledged: { by: named(state.acknowledgedBy), at: state.acknowledgedAt.toISOString() } }
      : {}),
    ...(state.status === 'resolved' ? { resolved_at: state.resolvedAt.toISOString() } : {}),
  }));
}

export function alertCalls(api: Api): void {
  api.openapi(listAlerts, async (c) => {
    const { status, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const found = await listed(context, {
      principal: c.get('principal'),
      ...(status ? { status } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
    });
    return c.json({ items: await viewsOf(context, found.items), next_cursor: found.nextCursor }, 200);
  });

  api.openapi(acknowledgeAlert, async (c) => {
    const context = c.get('context');
    const { id: alertId } = c.req.valid('param');
    const seen = await acknowledge(context, { principal: c.get('principal'), id: alertId });
    const [view] = await viewsOf(context, [seen]);
    if (!view) throw new Error(`${alertId} was not described.`);
    return c.json(view, 200);
  });
}
