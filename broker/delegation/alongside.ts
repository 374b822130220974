import type { Entry } from '../audit/event.ts';
import type { Write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Delegation } from './delegation.ts';
import type { Ending } from './lifecycle.ts';

export interface Consequences {
  writes: Write[];
  entries: Entry[];
}

/**
 * What ends together with a delegation, in the same write. A grant does not know its sessions: whoever ends one
 * hands this in. A write that loses its race throws `changedMeanwhile`, and the whole is decided anew.
 */
export type Alongside = (context: Context, delegation: Delegation, ending: Ending) => Promise<Consequences>;

export const alone: Alongside = async () => ({ writes: [], entries: [] });
