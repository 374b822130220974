import type { Services } from '../context.ts';
import { pollLog } from '../signals/poll-log.ts';
import type { SignalLog } from '../signals/signal-log.ts';
import { type Loop, startLoop } from './loop.ts';

const POLL_MS = 250;

/**
 * Reads the log in its order and wakes this node's streams to backends. Every node does it for its own: woken by
 * what it sequenced itself, and for what others did by looking four times a second.
 */
export function startPushRevocation({ database, trouble, log }: Services, signals: SignalLog): Loop {
  const round = async () => {
    await pollLog(database.handle, trouble, signals);
    return false;
  };
  const ended = async () => signals.stop();
  return startLoop({ name: 'push-revocation', everyMs: POLL_MS, round, ended }, log);
}
