import { z } from '@hono/zod-openapi';
import { MOST_DAYS } from '../../governance/replays/start-replay.ts';
import { version } from '../policies/schema.ts';
import { instant, list, party } from '../schemas.ts';

export const replayRequest = z
  .strictObject({ days: z.int().min(1).max(MOST_DAYS) })
  .openapi('PolicyReplayRequest');

const few = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), more: z.int().openapi({ description: 'How many were left out.' }) });

const counts = z.object({ gains: z.int(), loses: z.int(), needs_more: z.int(), unchanged: z.int() });
const affected = few(z.object({ actor: party, count: z.int() }));
const ending = few(z.object({ id: z.string(), delegation: z.string(), actor: party, subject: party }));

const group = z.object({
  effect: z.enum(['gains', 'loses', 'needs more']),
  stage: z.string(),
  why: z.array(z.string()),
  count: z.int(),
  actors: z.int(),
  examples: z.array(
    z.object({
      id: z.string(),
      actor: party,
      subject: party,
      delegation: z.string().optional(),
      actions: z.array(z.string()),
    }),
  ),
});

const result = z
  .object({
    against: version.openapi({ description: 'The version in force that it was held against.' }),
    is_partial: z.boolean().openapi({ description: 'There was more than was looked at: the newest were.' }),
    decisions: counts,
    standing: counts,
    gains: affected,
    loses: affected,
    needs_more: affected,
    ending: z.object({ delegations: ending, sessions: ending }),
    groups: few(group),
  })
  .openapi('PolicyReplayResult');

export const replay = z
  .object({
    id: z.string(),
    proposal: z.string(),
    version,
    since: instant,
    started_by: party,
    started_at: instant,
    status: z.enum(['running', 'done', 'failed']),
    size: z.int().openapi({ description: 'How many decisions and delegations there are to look at.' }),
    looked: z.int(),
    finished_at: instant.optional(),
    result: result.optional(),
    why: z.string().optional().openapi({ description: 'Why it failed.' }),
  })
  .openapi('PolicyProposalReplay');
export const replays = list(replay).openapi('PolicyProposalReplays');
