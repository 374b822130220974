import { z } from 'zod';
import { contextFor, type Services } from '../context.ts';
import { newRequestId } from '../http/request-id.ts';
import type { Mail } from '../mail/letter.ts';
import { isTold } from '../notices/notices-of.ts';
import { sendNotices } from '../notices/send-notices.ts';
import type { Follower } from './follow.ts';

const leafShape = z.object({
  id: z.string(),
  type: z.string(),
  time: z.iso.datetime().transform((text) => new Date(text)),
  outcome: z.enum(['done', 'refused']),
  actor: z.string().optional(),
  subject: z.string().optional(),
  delegation: z.string().optional(),
  session: z.string().optional(),
  target: z.string().optional(),
});

/** Tells people outside the console that something in it waits for them, or concerns them. */
export function notify(services: Services, sending: { mail: Mail; consoleUrl: string }): Follower {
  return {
    name: 'notify',
    react: async (entries) => {
      for (const { leaf } of entries) {
        const { outcome, ...told } = leafShape.parse(JSON.parse(leaf));
        if (outcome !== 'done' || !isTold(told.type)) continue;
        await sendNotices(contextFor(services, { requestId: newRequestId() }), told, sending);
      }
    },
    handle: async () => undefined,
  };
}
