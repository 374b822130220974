import { createServer } from 'node:net';
import { isTaken } from '#bin/launch/ports.ts';

/** A loopback port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const TRIES = 50;

/** The first of so many neighbouring ports, all free a moment ago. Below those that outgoing connections take. */
export async function freeBasePort(count: number): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const base = 20_000 + count * Math.floor(Math.random() * (10_000 / count));
    const taken = await Promise.all(Array.from({ length: count }, (_, i) => isTaken(base + i)));
    if (!taken.includes(true)) return base;
  }
  throw new Error(`There are no ${count} free ports side by side.`);
}
