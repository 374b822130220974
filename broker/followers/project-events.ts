import { z } from 'zod';
import { logEvents } from '../audit/tables.ts';
import { insertInto } from '../db/build.ts';
import type { Follower, LoggedEntry } from './follow.ts';

const leafShape = z.object({
  type: z.string(),
  time: z.iso.datetime().transform((text) => new Date(text)),
  outcome: z.enum(['done', 'refused']),
  code: z.string().optional(),
  actor: z.string().optional(),
  subject: z.string().optional(),
  target: z.string().optional(),
  delegation: z.string().optional(),
  session: z.string().optional(),
});

function eventOf({ index, entryId, leaf }: LoggedEntry): typeof logEvents.$inferInsert {
  const { type, ...rest } = leafShape.parse(JSON.parse(leaf));
  return {
    index,
    entryId,
    kind: type,
    time: rest.time,
    outcome: rest.outcome,
    code: rest.code ?? null,
    actor: rest.actor ?? null,
    subject: rest.subject ?? null,
    target: rest.target ?? null,
    delegation: rest.delegation ?? null,
    session: rest.session ?? null,
  };
}

/** The log as streams and searches ask for it. */
export const projectEvents: Follower = {
  name: 'project-events',
  handle: async (entries, run) => {
    await run(insertInto(logEvents).values(entries.map(eventOf)).onConflictDoNothing());
  },
};
