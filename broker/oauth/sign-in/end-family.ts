import type { Context } from '../../context.ts';
import { retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { closeSessionsOfPerson } from '../../session/close-sessions-of-person.ts';
import { end, type SignIn } from './store.ts';

const reasons = {
  reuse: 'A sign-in that had been renewed was used again in its old form.',
  storm: 'The sign-in was renewed too often.',
  other_key: 'The sign-in was used from another device or program.',
  other_network: 'The sign-in was renewed from another network.',
} as const;

/** RFC 9700 §4.14.2: whoever may have got hold of it, nobody goes on with it. The person's live sessions end as well. */
export async function endFamily(
  context: Context,
  signIn: SignIn,
  by: keyof typeof reasons,
  facts: Record<string, number> = {},
): Promise<void> {
  await retryLostRaces(async () => {
    const sessions = await closeSessionsOfPerson(context, [signIn.peopleId], {
      by: { kind: 'detection' },
      reason: reasons[by],
    });
    await context.record({
      writes: [end(context, signIn.id, by), ...sessions.writes],
      entries: [
        { type: 'sign_in.ended', actor: signIn.peopleId, target: signIn.id, facts: { by, ...facts } },
        ...sessions.entries,
      ],
    });
  });
}
