import { eq } from 'drizzle-orm';
import { detectionByDefault } from '../../config/detection.ts';
import type { Context } from '../../context.ts';
import { retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { delegations } from '../../delegation/tables.ts';
import { endingGrants } from '../../session/end-grants.ts';
import type { GrantToken } from '../grant-token.ts';
import { type SingleUse, secondsAfter, spend } from '../single-use.ts';

const rememberedSeconds = 3600;

/**
 * The right client, signed in, showed somebody else's grant token: once may be a mix-up of its own keys, a second time
 * ends the delegation. Nobody gets here without the token itself.
 */
export async function noteOtherKey(
  context: Context,
  { delegation }: GrantToken,
  uses: SingleUse[],
): Promise<void> {
  if ((context.config.detection ?? detectionByDefault).otherKey === 'ignore') return;
  // What came once counts once.
  await spend(context, uses.splice(0));
  const again = new Error('It was shown with another key before.');
  const until = secondsAfter(context.clock.now(), rememberedSeconds);
  const shown: SingleUse = { kind: 'other-key', mark: delegation, until, otherwise: again };
  try {
    await spend(context, [shown]);
  } catch (error) {
    if (error !== again) throw error;
    await retryLostRaces(() => endDelegation(context, delegation));
  }
}

async function endDelegation(context: Context, id: string): Promise<void> {
  const concerned = { where: eq(delegations.id, id), statuses: ['granted'] } as const;
  const by = { kind: 'detection' } as const;
  const reason = 'It was used from a device or program that it was not given to.';
  const { writes, entries } = await endingGrants(context, concerned, { by, reason });
  if (entries.length > 0) await context.record({ writes, entries });
}
