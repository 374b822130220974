import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { readActionTitles } from '#app/_views/catalog-view.ts';
import { readRoute } from '#app/_views/read-route.ts';
import { simulatedView } from '#app/_views/trial-view.ts';
import { answer } from '#lib/broker/answer.ts';

const trial = z.object({
  actor: z.string(),
  subject: z.string(),
  location: z.string(),
  identifier: z.string(),
  actions: z.array(z.string()),
  intent: z.string(),
  durationS: z.number().int(),
  ticket: z.string().trim(),
  emergency: z.boolean(),
  /** As `datetime-local` has it, to be read as UTC. */
  now: z.union([z.literal(''), z.iso.datetime({ local: true })]),
  version: z.string(),
});

export function POST(request: NextRequest) {
  return readRoute('admin', async (principal) => {
    const asked = trial.parse(await request.json());
    const { actor, subject, emergency, version, now } = asked;
    const body = {
      ...{ actor, subject, emergency },
      authorization_details: [
        {
          type: 'delegation_session',
          actions: asked.actions,
          locations: [asked.location],
          identifier: asked.identifier,
          purpose: { code: asked.intent, ref: asked.ticket },
          max_duration: asked.durationS,
        },
      ],
      ...(version && { version }),
      ...(now && { now: new Date(`${now}Z`).toISOString() }),
    };
    const [titles, simulated] = await Promise.all([
      readActionTitles(principal),
      answer(principal.api.POST('/v1/policies/simulations', { body })),
    ]);
    return simulatedView(simulated, titles);
  });
}
