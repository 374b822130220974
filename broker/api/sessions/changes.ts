import { inArray } from 'drizzle-orm';
import { type FoundEntry, searchEntries } from '../../audit/search-entries.ts';
import { logEvents } from '../../audit/tables.ts';
import type { Context } from '../../context.ts';
import type { Session } from '../../session/session.ts';

const KINDS = {
  'session.raised': 'raised',
  'session.revealed': 'revealed',
  'outcome.intended': 'began',
  'outcome.done': 'done',
  'outcome.refused': 'refused',
  'outcome.failed': 'failed',
} as const;

const MOST = 50;

const isKnown = (type: string): type is keyof typeof KINDS => Object.hasOwn(KINDS, type);

/** As people call them; once that is erased, as the backend does. */
function fieldsOf(facts: Record<string, unknown>, detail: FoundEntry['detail']): string[] {
  const called = detail?.fields;
  if (Array.isArray(called)) return called.filter((one) => typeof one === 'string');
  return typeof facts.fields === 'string' ? facts.fields.split(' ') : [];
}

function changeView({ index, type, time, leaf, detail }: FoundEntry) {
  if (!isKnown(type)) return [];
  const { facts = {} } = JSON.parse(leaf) as { facts?: Record<string, unknown> };
  const { action, identifier } = facts;
  const reasoned = type === 'session.raised' || type === 'session.revealed';
  // Reads that were turned away are told in numbers: no single change is meant.
  if (!reasoned && typeof action !== 'string') return [];
  return [
    {
      index,
      time: time.toISOString(),
      step: KINDS[type],
      ...(typeof action === 'string' ? { action } : {}),
      ...(typeof identifier === 'string' ? { identifier } : {}),
      ...(type === 'session.revealed' ? { fields: fieldsOf(facts, detail) } : {}),
      ...(reasoned && typeof detail?.reason === 'string' ? { reason: detail.reason } : {}),
    },
  ];
}

/** What a session changes and reveals, newest first, as the log has it a moment later. */
export async function changesOf({ reader }: Context, { id }: Session) {
  const visible = inArray(logEvents.kind, Object.keys(KINDS));
  const found = await searchEntries(reader, { visible, session: id, limit: MOST });
  return found.flatMap(changeView);
}
