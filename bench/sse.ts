import { setTimeout as delay } from 'node:timers/promises';
import { asks, openDoor } from './doors.ts';
import { ending } from './ending.ts';
import { inParallel } from './in-parallel.ts';
import { Latencies } from './latencies.ts';
import { listen } from './listener.ts';
import { ownBroker, UNLIMITED } from './own-broker.ts';
import { ownDatabase } from './own-database.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';

/** As many as one person may hold at one door. */
const STREAMS_EACH = 8;
const usual = { watchers: 125, events: 5, idleSeconds: 4 };
const tiny = { watchers: 2, events: 1, idleSeconds: 1 };
const HEARD_WITHIN_MS = 15_000;

/** Many event streams at one broker, and then one event that concerns them all. */
export function run({ root, ...options }: BenchOptions): Promise<Report> {
  const size = options.tiny ? tiny : usual;
  return ending(async (later) => {
    const database = await ownDatabase();
    later(() => database.stop());
    const broker = await ownBroker(root, { pairs: size.events, watchers: size.watchers });
    later(() => broker.close());
    const program = await broker.start(database.url, UNLIMITED);
    later(() => program.stop());

    const support = await openDoor(broker, 'support');
    later(() => support.close());
    const admin = await openDoor(broker, 'admin');
    later(() => admin.close());
    const agents = await inParallel(broker.pairs, 4, (pair) => support.signIn(pair.agent));
    const people = await inParallel(broker.watchers, 8, (person) => admin.signIn(person));
    const tokens = people.flatMap(({ token }) => Array.from({ length: STREAMS_EACH }, () => token));

    const before = program.memoryKb();
    const listeners = await listen(broker, 'console-admin', tokens);
    later(() => listeners.close());
    const cpuMs = program.cpuMs();
    await delay(size.idleSeconds * 1000);
    const idle = (program.cpuMs() - cpuMs) / size.idleSeconds;
    const memory = program.memoryKb() - before;

    const seen = new Latencies();
    const last = new Latencies();
    let missed = 0;
    for (const [i, pair] of broker.pairs.entries()) {
      const hearing = listeners.hear('delegation.requested', HEARD_WITHIN_MS);
      const began = performance.now();
      const api = agents[i]?.api;
      if (api) await asks(broker, api, pair);
      const at = await hearing;
      for (const when of at) seen.add(when - began);
      last.add(Math.max(...at) - began);
      missed += tokens.length - at.length;
    }
    return {
      figures: {
        streams: listeners.open(),
        p50Ms: rounded(seen.percentile(50)),
        p99Ms: rounded(seen.percentile(99)),
        lastStreamMedianMs: rounded(last.percentile(50)),
        lastStreamMaxMs: rounded(last.percentile(100)),
        missedEvents: missed,
        memoryPerStreamKb: rounded(memory / tokens.length),
        idleCpuMsPerSecond: rounded(idle),
      },
      tables: [],
    };
  });
}
