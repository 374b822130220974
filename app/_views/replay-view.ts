import type { components } from '@countersign/client';
import type {
  Affected,
  Ending,
  Few,
  ReplayGroup,
  ReplayResult,
  ReplayView,
} from '#components/policy/replay.ts';

type Wire = components['schemas']['PolicyProposalReplay'];
type Result = components['schemas']['PolicyReplayResult'];

const DAY_MS = 24 * 3600 * 1000;

const places: Readonly<Record<string, string>> = {
  request: 'when it was asked for',
  issue: 'when it was granted, started or issued',
  use: 'when it was used',
  approval: 'when it was signed',
  pending: 'among the requests that are open',
  granted: 'among the grants that stand',
  session: 'in sessions that are live',
};

const affected = ({ items, more }: Result['gains']): Few<Affected> => ({
  items: items.map(({ actor, count }) => ({ ...actor, count })),
  more,
});

const ending = ({ items, more }: Result['ending']['sessions']): Few<Ending> => ({
  items: items.map(({ id, delegation, actor, subject }) => ({
    id,
    delegation,
    actor: actor.name,
    subject: subject.name,
  })),
  more,
});

const counts = ({ needs_more, ...rest }: Result['decisions']) => ({ ...rest, needsMore: needs_more });

const MOST_EXAMPLES = 5;

/** What changes for the same reason stands together, wherever it is felt. */
function groupsOf({ items, more }: Result['groups'], titles: ReadonlyMap<string, string>): Few<ReplayGroup> {
  const groups = new Map<string, ReplayGroup>();
  for (const { effect, why, stage, count, actors, examples } of items) {
    const key = JSON.stringify([effect, why]);
    const group = groups.get(key) ?? { effect, why, places: [], examples: [] };
    groups.set(key, group);
    group.places.push({ where: places[stage] ?? stage, count, actors });
    const room = MOST_EXAMPLES - group.examples.length;
    group.examples.push(
      ...examples.slice(0, room).map(({ id, actor, subject, actions }) => ({
        id,
        actor: actor.name,
        subject: subject.name,
        actions: actions.map((action) => titles.get(action) ?? action),
      })),
    );
  }
  return { items: [...groups.values()], more };
}

function resultView(result: Result, titles: ReadonlyMap<string, string>): ReplayResult {
  return {
    isPartial: result.is_partial,
    decisions: counts(result.decisions),
    standing: counts(result.standing),
    gains: affected(result.gains),
    loses: affected(result.loses),
    needsMore: affected(result.needs_more),
    sessions: ending(result.ending.sessions),
    grants: ending(result.ending.delegations),
    groups: groupsOf(result.groups, titles),
  };
}

function stateOf(replay: Wire, titles: ReadonlyMap<string, string>): ReplayView['state'] {
  const finishedAt = replay.finished_at ?? replay.started_at;
  if (replay.status === 'failed') return { status: 'failed', finishedAt, why: replay.why ?? '' };
  if (replay.status === 'done' && replay.result)
    return { status: 'done', finishedAt, result: resultView(replay.result, titles) };
  return { status: 'running' };
}

export function replayView(replay: Wire, titles: ReadonlyMap<string, string>): ReplayView {
  const { id, size, looked, since, started_at: startedAt } = replay;
  return {
    ...{ id, size, looked, startedAt },
    startedBy: replay.started_by.name,
    days: Math.round((Date.parse(startedAt) - Date.parse(since)) / DAY_MS),
    state: stateOf(replay, titles),
  };
}
