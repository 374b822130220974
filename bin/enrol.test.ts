import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Authenticator } from '#test/passkey.ts';
import { type BrokerHome, brokerHome, type SpawnedBroker, startBroker } from '#test/spawned-broker.ts';
import { enrol } from './enrol.ts';

let data: string;
let home: BrokerHome;
let broker: SpawnedBroker;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'enrol-'));
  home = await brokerHome(data);
  broker = await startBroker(home);
});
afterAll(async () => {
  broker?.child.kill('SIGTERM');
  await broker?.exited;
  rmSync(data, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = [];
  const tls = (name: string) => join(data, 'tls', name);
  const whom = ['--broker', home.settings.broker, '--ca', tls('ca.crt')];
  const as = ['--cert', tls('operator.crt'), '--key', tls('operator.key')];
  const status = await enrol([...whom, ...as, ...args], (line) => lines.push(line));
  return { status, said: lines.join('\n') };
}

const person = (login: string) => {
  const found = home.world.people.find((one) => one.domain === 'admin' && one.login === login);
  if (!found) throw new Error(`Nobody is called ${login}.`);
  return found.id;
};
const fingerprint = new Authenticator().fingerprint;

it('the operator is given a code for a person of a running broker, over mutual TLS', async () => {
  const made = await run('--person', person('tess'));
  expect(made).toEqual({
    status: 0,
    said: expect.stringMatching(/^[0-9a-f]{4}(-[0-9a-f]{4}){4}\nGood once, until \d{4}-/),
  });
  const { said } = await run('--person', person('tess'), '--json');
  expect(JSON.parse(said)).toEqual({ code: expect.any(String), expires_at: expect.any(String) });
  expect(said).not.toContain(made.said.slice(0, 24));
  expect(await run('--person', 'adm_nobody')).toEqual({
    status: 1,
    said: 'No code was made: There is nothing here by that name.',
  });
  expect(await run('confirm', '--passkey', 'pky_nothing', '--fingerprint', fingerprint)).toEqual({
    status: 1,
    said: 'The passkey was not let in: There is nothing here by that name.',
  });
}, 60_000);

it('nobody with another certificate is, and no other words are understood', async () => {
  const probe = join(data, 'tls', 'probe-tls');
  const as = ['--cert', `${probe}.crt`, '--key', `${probe}.key`];
  const code = ['--person', person('tess')];
  expect(await run(...as, ...code)).toMatchObject({ status: 1 });
  expect(await run(...as, '--client', 'svc_probe_tls', ...code)).toMatchObject({ status: 1 });
  for (const words of [[], ['confirm', '--passkey', 'pky_nothing'], ['everything', ...code]])
    expect(await run(...words)).toMatchObject({ status: 2 });
});
