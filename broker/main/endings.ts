import type { Logger } from 'pino';

const STOP_WITHIN_MS = 5_000;

/** Ends one thing that was started. */
export type Ending = () => unknown;

/** The latest started ends first; what does not end in time is left behind. */
export async function end(endings: Ending[], log: Logger): Promise<void> {
  const late = setTimeout(() => {
    log.error('The broker did not end in time.');
    process.exit(1);
  }, STOP_WITHIN_MS);
  for (const ending of endings.reverse()) {
    try {
      await ending();
    } catch (error) {
      log.error({ err: error }, 'Something did not end cleanly.');
    }
  }
  clearTimeout(late);
}
