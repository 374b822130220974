import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Decision } from '../../decisions/decision.ts';
import { Refusal } from '../../errors.ts';
import { explainDecision, listDecisions } from '../../governance/explain-decision.ts';
import { listPossibilities } from '../../governance/list-possibilities.ts';
import { replayRecorded } from '../../governance/replay-recorded.ts';
import { simulateRequest } from '../../governance/simulate-request.ts';
import { listStanding } from '../../governance/standing.ts';
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

async function nameOf(context: Context, decisions: readonly Decision[]): Promise<(id: string) => string> {
  const ids = [...new Set(decisions.flatMap(({ actor, subject }) => [actor, subject]))];
  const known = ids.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, ids));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

async function named(context: Context, decisions: readonly Decision[]) {
  const name = await nameOf(context, decisions);
  return decisions.map((one) => ({
    ...decisionView(one),
    actor_name: name(one.actor),
    subject_name: name(one.subject),
  }));
}

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

export function decisionCalls(api: Api): void {
  api.openapi(route.listDecisions, async (c) => {
    const { since, until, cursor, newest_first: newestFirst, ...wanted } = c.req.valid('query');
    const context = c.get('context');
    const principal = c.get('principal');
    const { items, more } = await listDecisions(context, {
      principal,
      ...wanted,
      since: instant(since),
      until: instant(until),
      after: placeOf(cursor),
      newestFirst: newestFirst === 'true',
    });
    const last = items.at(-1);
    const next = more && last ? `${last.at.toISOString()}~${last.id}` : null;
    // A replay elsewhere needs ids; names are for people who look.
    const shown = principal.domain === 'service' ? items.map(decisionView) : await named(context, items);
    return c.json({ items: shown, next_cursor: next }, 200);
  });

  api.openapi(route.explainDecision, async (c) => {
    const { id } = c.req.valid('param');
    const context = c.get('context');
    const explained = await explainDecision(context, { principal: c.get('principal'), id });
    const name = await nameOf(context, [explained.decision]);
    return c.json(explanationView(explained, context.policy.version, name), 200);
  });

  api.openapi(route.listStanding, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const input = { principal: c.get('principal'), before: delegationOf(cursor), limit };
    const { items, next } = await listStanding(c.get('context'), input);
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
