import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { stageView } from '#app/_views/delegation-view.ts';
import { readRoute } from '#app/_views/read-route.ts';
import type { PreviewView } from '#components/delegation/view.ts';
import { answer } from '#lib/broker/answer.ts';

const ticket = /^[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$/;

/** A draft may still lack its ticket and its justification; policy is asked with a stand-in. */
const draft = z.object({
  subject: z.string(),
  identifier: z.string(),
  location: z.string(),
  intent: z.string(),
  actions: z.array(z.string()),
  durationS: z.number().int(),
  ref: z
    .string()
    .trim()
    .transform((ref) => (ticket.test(ref) ? ref : 'none-yet')),
  emergency: z.boolean().default(false),
  offer: z.string().min(4).max(32).optional(),
  justification: z.string().transform((text) => text.replaceAll('\r\n', '\n').trim() || 'none yet'),
});

export function POST(request: NextRequest) {
  return readRoute('support', async ({ api }): Promise<PreviewView> => {
    const asked = draft.parse(await request.json());
    const verdict = await answer(
      api.POST('/v1/delegations/preview', {
        body: {
          subject: asked.subject,
          authorization_details: [
            {
              type: 'delegation_session',
              actions: asked.actions,
              locations: [asked.location],
              identifier: asked.identifier,
              purpose: { code: asked.intent, ref: asked.ref },
              max_duration: asked.durationS,
            },
          ],
          justification: asked.justification,
          ...(asked.emergency && { emergency: true }),
          ...(asked.offer !== undefined && { offer: asked.offer }),
        },
      }),
    );
    return {
      allowed: verdict.decision === 'allow',
      reasons: verdict.reasons,
      warnings: verdict.warnings,
      approvals: verdict.required.approvals.map(stageView),
      consent: verdict.required.consent,
      stepUp: verdict.required.step_up,
      offer: verdict.offer && asked.offer ? { ...verdict.offer, code: asked.offer } : undefined,
      maxDurationS: verdict.max_duration,
      actions: verdict.actions.map((one) => ({
        action: one.action,
        allowed: one.decision === 'allow',
        reason: one.reason,
      })),
    };
  });
}
