import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const Answered = z.object({
  msg: z.literal('answered'),
  method: z.string(),
  path: z.string(),
  client: z.string(),
});

const QUIET_MS = 150;

/** The broker's own log of what it has answered to the console, from the lines that the launcher passes on. */
export class BrokerCalls {
  #calls: string[] = [];
  #heardAt = 0;

  hear(line: string): void {
    const [, text] = /^broker +│ (\{.*\})$/.exec(line) ?? [];
    if (text === undefined) return;
    const call = Answered.safeParse(JSON.parse(text)).data;
    if (!call?.client.startsWith('console-')) return;
    this.#heardAt = performance.now();
    this.#calls.push(`${call.method} ${call.path}`);
  }

  /** What came since the last time, once nothing more comes. */
  async taken(): Promise<string[]> {
    const asked = performance.now();
    while (performance.now() - Math.max(this.#heardAt, asked) < QUIET_MS) await delay(20);
    return this.#calls.splice(0);
  }
}
