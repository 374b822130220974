import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrokerHome, brokerHome, type SpawnedBroker, startBroker } from '#test/spawned-broker.ts';
import { keys } from './keys.ts';

let data: string;
let home: BrokerHome;
let broker: SpawnedBroker;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'keys-'));
  home = await brokerHome(data);
  broker = await startBroker(home);
});
afterAll(async () => {
  broker?.child.kill('SIGTERM');
  await broker?.exited;
  rmSync(data, { recursive: true, force: true });
});

async function rotate(...args: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = [];
  const tls = (name: string) => join(data, 'tls', name);
  const whom = ['--broker', home.settings.broker, '--ca', tls('ca.crt')];
  const as = ['--cert', tls('operator.crt'), '--key', tls('operator.key')];
  const status = await keys(['rotate', ...whom, ...as, ...args], (line) => lines.push(line));
  return { status, said: lines.join('\n') };
}

it('the operator rotates keys of a running broker, over mutual TLS, while others call it', async () => {
  const calling = Array.from({ length: 8 }, async () => {
    for (let times = 0; times < 4; times += 1) {
      const call = await home.access.asProbe();
      await call('GET', '/v1/me');
    }
  });
  const [first] = await Promise.all([rotate(), ...calling]);
  expect(first).toEqual({ status: 0, said: expect.stringMatching(/^Rotated: \S+ is used from now on\.$/) });
  expect(await rotate('signing')).toEqual({ status: 1, said: expect.stringContaining('Rotate again in') });
  expect((await rotate('refresh')).status).toBe(0);
  expect(await rotate('master')).toMatchObject({ status: 0, said: expect.stringContaining('0 keys') });
  await (await home.access.asProbe())('GET', '/v1/me');
}, 60_000);

it('nobody rotates them with another certificate, or by another word', async () => {
  const probe = join(data, 'tls', 'probe-tls');
  const as = ['--cert', `${probe}.crt`, '--key', `${probe}.key`];
  expect(await rotate(...as)).toMatchObject({ status: 1 });
  expect(await rotate(...as, '--client', 'svc_probe_tls')).toMatchObject({ status: 1 });
  expect(await rotate('everything')).toMatchObject({ status: 2 });
  expect(await rotate('--key', join(data, 'nothing'))).toMatchObject({ status: 2 });
});
