import { isTaken } from '#bin/launch/ports.ts';

// Never the system's own choice (port 0): between asking and listening, any outgoing connection of any other process
// may be given that port. These lie below the ones that Linux gives to connections.
const FIRST = 12_000;
const LAST = 31_999;
const TRIES = 200;

/** The first of so many neighbouring ports, free on every loopback address a moment ago, and never given twice by this process. */
export async function freeBasePort(count: number): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const base = FIRST + Math.floor(Math.random() * (LAST - FIRST - count));
    const ports = Array.from({ length: count }, (_, i) => base + i);
    if (ports.some((port) => given.has(port))) continue;
    for (const port of ports) given.add(port);
    const taken = await Promise.all(ports.map(isTaken));
    if (!taken.includes(true)) return base;
  }
  throw new Error(`There are no ${count} free ports side by side.`);
}

const given = new Set<number>();

/** A loopback port that was free a moment ago. */
export function freePort(): Promise<number> {
  return freeBasePort(1);
}
