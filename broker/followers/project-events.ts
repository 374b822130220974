import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { logEvents } from '../audit/tables.ts';
import type { Follower, LoggedEntry } from './follow.ts';

const leafShape = z.object({
  type: z.string(),
  time: z.iso.datetime(),
  outcome: z.enum(['done', 'refused']),
  code: z.string().optional(),
  actor: z.string().optional(),
  subject: z.string().optional(),
  target: z.string().optional(),
  delegation: z.string().optional(),
  session: z.string().optional(),
});

function eventOf({ index, entryId, leaf }: LoggedEntry) {
  const { type, ...rest } = leafShape.parse(JSON.parse(leaf));
  return { ...rest, index, entry_id: entryId, kind: type };
}

const columns = sql.raw(
  '"index", entry_id, kind, "time", outcome, code, actor, subject, target, delegation, session',
);

/** The log as streams and searches ask for it. */
export const projectEvents: Follower = {
  name: 'project-events',
  handle: async (entries, run) => {
    const events = JSON.stringify(entries.map(eventOf));
    await run(sql`insert into ${logEvents} (${columns})
      select ${columns} from jsonb_to_recordset(${events}::text::jsonb)
        as event("index" bigint, entry_id text, kind text, "time" timestamptz, outcome text, code text,
          actor text, subject text, target text, delegation text, session text)
      on conflict do nothing`);
  },
};
