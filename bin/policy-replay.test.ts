import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BrokerHome, brokerHome, type SpawnedBroker, startBroker } from '#test/spawned-broker.ts';
import { policyReplay, sinceWhen } from './policy-replay.ts';

let data: string;
let home: BrokerHome;
let broker: SpawnedBroker;
let draft: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'replay-'));
  home = await brokerHome(data);
  broker = await startBroker(home);
  expect(await filing(['accounts:profile.read'])).toBe('filed');
  expect(await filing(['accounts:settings.read', 'accounts:settings.update'])).toBe('filed');
  expect(await filing(['accounts:billing.update'])).toBe('refused');
}, 120_000);
afterAll(async () => {
  broker?.child.kill('SIGTERM');
  await broker?.exited;
  rmSync(data, { recursive: true, force: true });
});
beforeEach(() => {
  draft = join(data, 'draft');
  rmSync(draft, { recursive: true, force: true });
  cpSync('policies', draft, { recursive: true });
});

/** By the probe, a service that asks like an agent. */
async function filing(actions: string[]): Promise<'filed' | 'refused'> {
  const mira = home.world.people.find(({ domain, login }) => domain === 'customer' && login === 'mira');
  const call = await home.access.asProbe();
  const details = {
    type: 'delegation_session',
    actions,
    locations: [home.settings.accountsApi],
    identifier: mira?.accounts[0],
    purpose: { code: 'check-setting', ref: 'TCK-7' },
    max_duration: 600,
  };
  const body = {
    subject: mira?.id,
    justification: 'The customer asked for this on the phone.',
    authorization_details: [details],
  };
  return call('POST', '/v1/delegations', body).then(
    () => 'filed',
    () => 'refused',
  );
}

function edit(name: string, from: string, to: string): void {
  const path = join(draft, name);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
}

async function replay(...args: string[]) {
  const lines: string[] = [];
  const shown: string[] = [];
  const tls = (name: string) => join(data, 'tls', name);
  const whom = ['--broker', home.settings.broker, '--ca', tls('ca.crt')];
  const as = ['--cert', tls('operator.crt'), '--key', tls('operator.key')];
  const code = await policyReplay(
    ['--dir', draft, ...whom, ...as, ...args],
    (line) => lines.push(line),
    (text) => shown.push(text),
  );
  return { code, said: lines.join('\n'), shown: shown.join('') };
}

it('the policies in force change nothing for anybody, and that is 0', async () => {
  const { code, said, shown } = await replay();
  expect(said).toContain('decisions: 0 gain, 0 lose, 0 need more, 3 as before (3 different questions)');
  expect(said).toContain('standing: 0 gain, 0 lose, 0 need more, 2 as before');
  expect(shown).toBe('5 decisions asked again\n');
  expect(code).toBe(0);
});

it('who loses or is asked more ends with 4, who gains with 3', async () => {
  edit('requests.cedar', '@approvals("lead")', '@approvals("two-groups")');
  const more = await replay();
  expect(more).toMatchObject({ code: 4 });
  expect(more.said).toContain('needs more 1 of 1 at request: asks for 1 of security');
  edit('requests.cedar', '@budget("calls=200,', '@budget("calls=400,');
  const gain = await replay();
  expect(gain).toMatchObject({ code: 3 });
  expect(gain.said).toContain('gains      1 of 1 at request: budget of calls: 200 → 400');
  const [json] = (await replay('--json')).said.split('\n');
  expect(JSON.parse(json ?? '')).toMatchObject({
    verb: 'replay',
    ok: false,
    decisions: { gains: 1, loses: 0, needsMore: 1, unchanged: 1 },
  });
});

it('what --save has written is replayed by --from without any broker', async () => {
  const saved = join(data, 'decisions.ndjson');
  expect((await replay('--save', saved)).code).toBe(0);
  edit('requests.cedar', ' || principal in Role::"service"', '');
  const offline: string[] = [];
  const args = ['--dir', draft, '--from', saved, '--since', '1d'];
  expect(
    await policyReplay(
      args,
      (line) => offline.push(line),
      () => undefined,
    ),
  ).toBe(4);
  expect(offline.join('\n')).toContain('decisions: 0 gain, 2 lose, 0 need more, 1 as before');
  expect(offline.join('\n')).toContain('standing: 0 gain, 2 lose');
  writeFileSync(saved, '{"id":1}\n');
  expect(
    await policyReplay(
      args,
      (line) => offline.push(line),
      () => undefined,
    ),
  ).toBe(1);
  expect(offline.at(-1)).toMatch(/^failed {3}a line is no recorded decision/);
});

it('a draft that could not be activated, a broker that cannot be reached and a time nobody knows are said to be so', async () => {
  edit('requests.cedar', '@id("read-with-consent")', '');
  expect(await replay()).toMatchObject({ code: 1, said: expect.stringContaining('has no @id') });
  cpSync('policies', draft, { recursive: true });
  expect(await replay('--broker', 'https://localhost:9')).toMatchObject({
    code: 1,
    said: 'failed   https://localhost:9 cannot be reached',
  });
  expect(await replay('--since', 'yesterday')).toMatchObject({ code: 2 });
});

it('--since is a span or an instant', () => {
  const now = new Date('2026-03-31T00:00:00Z');
  expect(sinceWhen('30d', now)?.toISOString()).toBe('2026-03-01T00:00:00.000Z');
  expect(sinceWhen('90m', now)?.toISOString()).toBe('2026-03-30T22:30:00.000Z');
  expect(sinceWhen('2026-01-01', now)?.toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(sinceWhen('30 days ago', now)).toBeUndefined();
});
