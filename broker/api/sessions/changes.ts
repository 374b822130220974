import { inArray } from 'drizzle-orm';
import { type FoundEntry, searchEntries } from '../../audit/search-entries.ts';
import { logEvents } from '../../audit/tables.ts';
import type { Context } from '../../context.ts';
import type { Session } from '../../session/session.ts';

const KINDS = {
  'session.raised': 'raised',
  'outcome.intended': 'began',
  'outcome.done': 'done',
  'outcome.refused': 'refused',
  'outcome.failed': 'failed',
} as const;

const MOST = 50;

const isKnown = (type: string): type is keyof typeof KINDS => Object.hasOwn(KINDS, type);

function changeView({ index, type, time, leaf, detail }: FoundEntry) {
  if (!isKnown(type)) return [];
  const { facts = {} } = JSON.parse(leaf) as { facts?: Record<string, unknown> };
  const { action, identifier } = facts;
  // Reads that were turned away are told in numbers: no single change is meant.
  if (type !== 'session.raised' && typeof action !== 'string') return [];
  return [
    {
      index,
      time: time.toISOString(),
      step: KINDS[type],
      ...(typeof action === 'string' ? { action } : {}),
      ...(typeof identifier === 'string' ? { identifier } : {}),
      ...(type === 'session.raised' && typeof detail?.reason === 'string' ? { reason: detail.reason } : {}),
    },
  ];
}

/** What a session changes, newest first, as the log has it a moment later. */
export async function changesOf({ reader }: Context, { id }: Session) {
  const visible = inArray(logEvents.kind, Object.keys(KINDS));
  const found = await searchEntries(reader, { visible, session: id, limit: MOST });
  return found.flatMap(changeView);
}
