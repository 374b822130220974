import type { Entry } from '../../audit/event.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import type { Level } from '../../identity/level.ts';
import type { Principal } from '../../identity/principal.ts';
import { signableText } from '../../signing/signable-text.ts';
import { reachedBy } from './concerned.ts';
import { cutOffNow, type Ended } from './cut-off.ts';

export interface SettingNotBefore {
  principal: Principal;
  level: Level;
  id: string;
  reason: string;
}

/** An admin cuts off everything that began up to now and stands on this. */
export async function setNotBefore(
  context: Context,
  { principal, level, id, reason }: SettingNotBefore,
): Promise<Ended> {
  if (principal.domain !== 'admin')
    throw new Refusal('wrong_domain', 'Only an admin can cut anything off.', { status: 403 });
  const why = signableText(reason, 'reason', { min: 1, max: 500 });
  const reached = await reachedBy(context, level, id);
  return cutOffNow(context, {
    level,
    reached,
    by: { kind: 'admin', id: principal.id },
    reason: why,
    entries: [
      {
        type: 'not_before.set',
        actor: principal.id,
        ...named(level, id),
        facts: { level },
        detail: { reason: why },
      },
    ],
  });
}

/** Where the log keeps what it is about: a customer finds the entries on the own account. */
function named(level: Level, id: string): Pick<Entry, 'subject' | 'delegation' | 'session' | 'target'> {
  switch (level) {
    case 'subject':
      return { subject: id };
    case 'delegation':
      return { delegation: id };
    case 'session':
      return { session: id };
    case 'actor':
    case 'client':
    case 'person':
      return { target: id };
  }
}
