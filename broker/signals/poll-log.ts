import type { Trouble } from '../audit/trouble.ts';
import type { Reader } from '../db/client.ts';
import { databaseTime, readSignals, rememberedSince } from './read-signals.ts';
import { type SignalLog, signalLog } from './signal-log.ts';

export const openSignalLog = async (reader: Reader): Promise<SignalLog> =>
  signalLog(await rememberedSince(reader));

/**
 * One look at the log for every stream of this node. What it throws vouches for nothing: no heartbeat follows.
 * The time is asked before the log is read, so that everything older has been read when it is told.
 */
export async function pollLog(reader: Reader, trouble: Trouble, log: SignalLog): Promise<void> {
  const beganAt = performance.now();
  const vouched = log.listeners > 0 && !(await trouble.present());
  const asOf = await databaseTime(reader);
  log.advance({ beganAt, asOf, vouched, ...(await readSignals(reader, log.index)) });
}
