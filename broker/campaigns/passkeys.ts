import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { fingerprintOf } from '../signing/passkeys/passkey.ts';
import { removePasskey } from '../signing/passkeys/remove-passkey.ts';
import { inState, selectPasskeys } from '../signing/passkeys/store.ts';
import type { CampaignItem } from './campaign.ts';
import type { Candidate, Reviewable } from './reviewable.ts';

const MOST = 10_000;

/** What staff sign with. A customer's key is the customer's own affair. */
async function collect(context: Context): Promise<Candidate[]> {
  const [staff, keys] = await Promise.all([
    selectPeople(context.reader, inArray(people.domain, ['support', 'admin']), MOST),
    selectPasskeys(context.reader, inState('active'), { limit: MOST }),
  ]);
  const holders = new Map(staff.map((one) => [one.id, one]));
  return keys
    .filter(({ state }) => state === 'active')
    .flatMap(({ id, owner, person, name, publicKey, enrolledBy, lastUsedAt }) => {
      const holder = holders.get(owner);
      if (!holder) return [];
      return [
        {
          ref: id,
          title: `${name} of ${holder.name}`,
          owner,
          concernsPerson: person,
          facts: { person: owner, fingerprint: fingerprintOf(publicKey), enrolled_by: enrolledBy },
          ...(lastUsedAt ? { lastUsedAt } : {}),
        },
      ];
    });
}

async function shut(context: Context, { ref }: CampaignItem, by: { id: string }): Promise<boolean> {
  try {
    await removePasskey(context, { principal: by, id: ref, whose: 'anybody' });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'already_removed') throw error;
  }
  return true;
}

export const heldPasskeys: Reviewable = { collect, shut, steward: 'people.manage' };
