import { afterAll, beforeAll } from 'vitest';
import { dpop } from './dpop.ts';
import { documented } from './examples.ts';
import { oauth4webapi } from './oauth4webapi.ts';
import { openidClient } from './openid-client.ts';
import { type RunningSystem, startSystem } from './running-system.ts';
import { verifiers } from './verifiers.ts';

// One system for all of them: to start it takes longer than what they do with it.
let running: RunningSystem | undefined;
const system = (): RunningSystem => {
  if (running === undefined) throw new Error('The system has not begun.');
  return running;
};
beforeAll(async () => {
  running = await startSystem();
}, 240_000);
afterAll(() => running?.stop());

openidClient(system);
oauth4webapi(system);
dpop(system);
verifiers(system);
documented(system);
