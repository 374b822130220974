import { setImmediate as othersFirst } from 'node:timers/promises';
import { turns } from '../db/turns.ts';

const inLine = turns(1);

/** Whatever makes an engine of a draft on the thread that issues tokens: one after the other, others in between. */
export const oneDraftAtATime = <T>(work: () => T | Promise<T>): Promise<T> =>
  inLine(async () => {
    await othersFirst();
    return work();
  });
