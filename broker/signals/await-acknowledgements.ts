import { inArray } from 'drizzle-orm';
import type { PreparedEntry } from '../audit/event.ts';
import { logIndex } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../db/client.ts';
import { isSignalled } from './signal.ts';
import { signalAcknowledgements } from './tables.ts';

export interface Acknowledged {
  resource: string;
  acknowledged: boolean;
}

const WAIT_MS = 1_000;
const LOOK_MS = 40;

/** The same context, remembering which entries were recorded through it. */
export function remembering(context: Context): { context: Context; recorded: PreparedEntry[] } {
  const recorded: PreparedEntry[] = [];
  const record: Context['record'] = async (recording) => {
    const entries = await context.record(recording);
    recorded.push(...entries);
    return entries;
  };
  return { context: { ...context, record }, recorded };
}

/** The index up to which a backend must have read; undefined while any of the entries has none yet. */
async function lastIndexOf(reader: Reader, entryIds: readonly string[]): Promise<number | undefined> {
  const rows = await reader
    .select({ index: logIndex.index })
    .from(logIndex)
    .where(inArray(logIndex.entryId, [...entryIds]));
  return rows.length === entryIds.length ? Math.max(...rows.map(({ index }) => index)) : undefined;
}

async function acknowledgedUpTo(
  reader: Reader,
  resources: readonly string[],
  index: number,
): Promise<Acknowledged[]> {
  const rows = await reader
    .select()
    .from(signalAcknowledgements)
    .where(inArray(signalAcknowledgements.resource, [...resources]));
  const known = new Map(rows.map((row) => [row.resource, row.index]));
  return resources.map((resource) => ({ resource, acknowledged: (known.get(resource) ?? -1) >= index }));
}

/**
 * After a stop: which backends have said within a second that they know. The stop itself holds already, and a
 * backend that says nothing refuses by itself once it hears no heartbeat.
 */
export async function awaitAcknowledgements(
  { reader, log }: Pick<Context, 'reader' | 'log'>,
  recorded: readonly PreparedEntry[],
  resources: readonly string[],
): Promise<Acknowledged[]> {
  const entryIds = recorded.filter(({ leaf }) => isSignalled(typeOf(leaf))).map(({ id }) => id);
  let found = resources.map((resource) => ({ resource, acknowledged: false }));
  if (entryIds.length === 0 || resources.length === 0) return found;
  const until = performance.now() + WAIT_MS;
  try {
    let index: number | undefined;
    while (performance.now() < until) {
      index ??= await lastIndexOf(reader, entryIds);
      if (index !== undefined) found = await acknowledgedUpTo(reader, resources, index);
      if (found.every(({ acknowledged }) => acknowledged)) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } catch (error) {
    log.error({ err: error }, 'Acknowledgements could not be read; the stop holds.');
  }
  return found;
}

function typeOf(leaf: string): string {
  return (JSON.parse(leaf) as { type: string }).type;
}
