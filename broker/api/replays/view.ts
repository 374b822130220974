import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Affected, Few, Replay, ReplayResult } from '../../governance/replays/replay.ts';
import type { Counts, Ending } from '../../governance/replays/tally.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import type * as shape from './schema.ts';

type Named = (id: string) => { id: string; name: string };

function idsIn({ state, startedBy }: Replay): string[] {
  if (state.status !== 'done') return [startedBy];
  const { gains, loses, needsMore, sessions, delegations, groups } = state.result;
  const affected = [gains, loses, needsMore].flatMap(({ items }) => items.map(({ actor }) => actor));
  const examples = groups.items.flatMap((group) => group.examples);
  const both = [...sessions.items, ...delegations.items, ...examples];
  return [startedBy, ...affected, ...both.flatMap(({ actor, subject }) => [actor, subject])];
}

const fewOf = <T, V>({ items, more }: Few<T>, view: (one: T) => V) => ({ items: items.map(view), more });
const countsView = ({ needsMore, ...counts }: Counts) => ({ ...counts, needs_more: needsMore });

function resultView(result: ReplayResult, named: Named) {
  const { against, isPartial, decisions, standing, gains, loses, needsMore, groups } = result;
  const affected = ({ actor, count }: Affected) => ({ actor: named(actor), count });
  const ending = ({ id, delegation, actor, subject }: Ending) => ({
    ...{ id, delegation },
    actor: named(actor),
    subject: named(subject),
  });
  return {
    against,
    is_partial: isPartial,
    decisions: countsView(decisions),
    standing: countsView(standing),
    gains: fewOf(gains, affected),
    loses: fewOf(loses, affected),
    needs_more: fewOf(needsMore, affected),
    ending: { delegations: fewOf(result.delegations, ending), sessions: fewOf(result.sessions, ending) },
    groups: fewOf(groups, ({ why, examples, ...group }) => ({
      ...group,
      why: [...why],
      examples: examples.map(({ actor, subject, actions, ...example }) => ({
        ...example,
        actor: named(actor),
        subject: named(subject),
        actions: [...actions],
      })),
    })),
  };
}

function replayView(replay: Replay, named: Named): z.output<typeof shape.replay> {
  const { id, proposal, version, size, state } = replay;
  return {
    ...{ id, proposal, version, size, status: state.status },
    since: replay.since.toISOString(),
    started_by: named(replay.startedBy),
    started_at: replay.startedAt.toISOString(),
    looked: state.status === 'running' ? state.looked : size,
    ...(state.status !== 'running' && { finished_at: state.finishedAt.toISOString() }),
    ...(state.status === 'done' && { result: resultView(state.result, named) }),
    ...(state.status === 'failed' && { why: state.why }),
  };
}

export async function replaysView(context: Context, replays: readonly Replay[]) {
  const ids = [...new Set(replays.flatMap(idsIn))];
  const known = ids.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, ids));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  return replays.map((one) => replayView(one, (id) => ({ id, name: names.get(id) ?? id })));
}
