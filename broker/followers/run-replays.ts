import { contextFor, type Services } from '../context.ts';
import { claimReplay, runReplay } from '../governance/replays/run-replay.ts';
import { newRequestId } from '../http/request-id.ts';
import { type Loop, startLoop } from './loop.ts';

const EVERY_MS = 500;

/** Works off the replays that people have asked for, one at a time; with several brokers each takes the next one. */
export function startReplays(services: Services): Loop {
  let stopping = false;
  async function round(): Promise<boolean> {
    const context = contextFor(services, { requestId: newRequestId() });
    const claim = await claimReplay(context);
    if (claim) await runReplay(context, claim, () => stopping);
    return claim !== undefined;
  }
  const loop = startLoop({ name: 'replays', everyMs: EVERY_MS, round }, services.log);
  return {
    wake: loop.wake,
    stop: () => {
      stopping = true;
      return loop.stop();
    },
  };
}
