import { inArray } from 'drizzle-orm';
import { Refusal } from '../../errors.ts';
import { explainDecision, listDecisions } from '../../governance/explain-decision.ts';
import { listPossibilities } from '../../governance/list-possibilities.ts';
import { replayRecorded } from '../../governance/replay-recorded.ts';
import { simulateRequest } from '../../governance/simulate-request.ts';
import { pageOfStanding } from '../../governance/standing.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import type { Api } from '../environment.ts';
import * as route from './routes.ts';
import {
  decisionView,
  explanationView,
  possibilitiesView,
  replayView,
  simulationView,
  standingView,
} from './view.ts';

function placeOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, at = '', id = ''] = /^([0-9TZ:.-]{24})~(pdc_[0-9a-z]{1,64})$/.exec(cursor) ?? [];
  const instant = new Date(at);
  if (id === '' || Number.isNaN(instant.getTime()))
    throw new Refusal('invalid_request', 'The cursor is not one of ours.', { status: 400 });
  return { at: instant, id };
}

/** Of the delegations the standing was read up to. */
function delegationOf(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !/^dlg_[0-9a-z]{1,64}$/.test(cursor))
    throw new Refusal('invalid_request', 'The cursor is not one of ours.', { status: 400 });
  return cursor;
}

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

export function decisionCalls(api: Api): void {
  api.openapi(route.listDecisions, async (c) => {
    const { since, cursor, newest_first: newestFirst, delegation, limit } = c.req.valid('query');
    const { items, more } = await listDecisions(c.get('context'), {
      principal: c.get('principal'),
      since: instant(since),
      delegation,
      after: placeOf(cursor),
      newestFirst: newestFirst === 'true',
      limit,
    });
    const last = items.at(-1);
    const next = more && last ? `${last.at.toISOString()}~${last.id}` : null;
    return c.json({ items: items.map(decisionView), next_cursor: next }, 200);
  });

  api.openapi(route.explainDecision, async (c) => {
    const { id } = c.req.valid('param');
    const context = c.get('context');
    const decision = await explainDecision(context, { principal: c.get('principal'), id });
    const named = [decision.actor, decision.subject];
    const known = await selectPeople(context.reader, inArray(people.id, named));
    const name = (of: string) => known.find((one) => one.id === of)?.name ?? of;
    return c.json(explanationView(decision, name), 200);
  });

  api.openapi(route.listStanding, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const input = { principal: c.get('principal'), before: delegationOf(cursor), limit };
    const { items, next } = await pageOfStanding(c.get('context'), input);
    return c.json({ items: items.map(standingView), next_cursor: next }, 200);
  });

  api.openapi(route.simulateRequest, async (c) => {
    const { authorization_details: authorizationDetails, now, emergency, ...asked } = c.req.valid('json');
    const simulation = await simulateRequest(c.get('context'), {
      principal: c.get('principal'),
      ...asked,
      authorizationDetails,
      emergency: emergency ?? false,
      now: instant(now),
    });
    return c.json(simulationView(simulation), 200);
  });

  api.openapi(route.listPossibilities, async (c) => {
    const input = { principal: c.get('principal'), ...c.req.valid('json') };
    return c.json(possibilitiesView(await listPossibilities(c.get('context'), input)), 200);
  });

  api.openapi(route.replayRecorded, async (c) => {
    const { since, ...which } = c.req.valid('json');
    const input = { principal: c.get('principal'), since: new Date(since), ...which };
    return c.json(replayView(await replayRecorded(c.get('context'), input)), 200);
  });
}
