import { createServer } from 'node:net';
import { close, listen, loopback } from '#bin/launch/loopback.ts';
import { freePort } from '#test/free-port.ts';

const PORTS = 6;
const TRIES = 50;

async function isFree(port: number): Promise<boolean> {
  for (const host of loopback) {
    const server = createServer();
    const fault = await listen(server, port, host);
    if (!fault) await close(server);
    else if (fault === 'EADDRINUSE' || fault === 'EACCES') return false;
  }
  return true;
}

/** The first of as many neighbouring ports as one system takes, all free a moment ago. */
export async function freeBasePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const base = Math.min(await freePort(), 65_000);
    const all = await Promise.all(Array.from({ length: PORTS }, (_, i) => isFree(base + i)));
    if (all.every(Boolean)) return base;
  }
  throw new Error(`There are no ${PORTS} free ports side by side.`);
}
