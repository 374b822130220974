import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { logEntries, logIndex } from '#broker/audit/tables.ts';
import { openPglite } from '#broker/db/client.ts';
import { delegations } from '#broker/delegation/tables.ts';
import {
  type BrokerHome,
  brokerHome,
  type SpawnedBroker,
  spawnBroker,
  startBroker,
} from '#test/spawned-broker.ts';

const scratch = mkdtempSync(join(tmpdir(), 'countersign-embedded-'));
const data = join(scratch, 'data');
let home: BrokerHome;
let started: SpawnedBroker[] = [];

beforeAll(async () => {
  home = await brokerHome(data);
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  started = [];
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function start(): Promise<SpawnedBroker> {
  const broker = await startBroker(home);
  started.push(broker);
  return broker;
}

/** Files requests, one after another on each of a few connections, until the broker takes no more. */
async function fileUntilItEnds(): Promise<string[]> {
  const probe = await home.access.asProbe();
  const customer = home.world.people.find(({ login }) => login === 'noel');
  const wish = {
    subject: customer?.id,
    justification: 'The customer asks why notifications arrive twice.',
    authorization_details: [
      {
        type: 'delegation_session',
        actions: ['accounts:profile.read'],
        locations: [home.settings.accountsApi],
        identifier: customer?.accounts[0],
        purpose: { code: 'check-setting', ref: 'TCK-1043' },
        max_duration: 600,
      },
    ],
  };
  const filed: string[] = [];
  const fileOn = async () => {
    for (;;) {
      const answer = await probe('POST', '/v1/delegations', wish).catch(() => undefined);
      if (answer === undefined) return;
      filed.push(z.object({ id: z.string() }).parse(answer).id);
    }
  };
  await Promise.all([fileOn(), fileOn(), fileOn()]);
  return filed;
}

/** Every request that was answered, whichever broker answered it. */
const answered: string[] = [];

async function kept(): Promise<{ delegations: string[]; entries: number; indexed: number }> {
  const database = await openPglite(join(home.settings.data, 'broker/database'));
  const rows = await database.handle.select({ id: delegations.id }).from(delegations);
  const entries = await database.handle.$count(logEntries);
  const indexed = await database.handle.$count(logIndex);
  await database.close();
  return { delegations: rows.map(({ id }) => id), entries, indexed };
}

const ending = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

for (const signal of ending)
  it(`a broker that is busy ends cleanly on ${signal}, and all it answered is kept`, async () => {
    const broker = await start();
    const before = answered.length;
    const filing = fileUntilItEnds();
    setTimeout(() => broker.child.kill(signal), 1_500);
    answered.push(...(await filing));
    expect(await broker.exited).toEqual({ code: 0, signal: null });
    expect(broker.said()).toContain('The broker is ending.');
    expect(broker.said()).not.toContain('"level":50');
    expect(answered.length - before).toBeGreaterThan(3);
    expect(readdirSync(join(data, 'broker/owner'))).toEqual([]);
    const { delegations, entries, indexed } = await kept();
    expect(delegations).toEqual(expect.arrayContaining(answered));
    expect(entries).toBeGreaterThanOrEqual(answered.length);
    expect(entries - indexed).toBeLessThan(10);
  }, 180_000);

it('a broker that is asked to end while it starts ends cleanly too', async () => {
  const broker = spawnBroker(home);
  started.push(broker);
  await expect.poll(broker.said, { timeout: 60_000 }).toContain('embedded database');
  broker.child.kill('SIGTERM');
  expect(await broker.exited).toEqual({ code: 0, signal: null });
  expect(readdirSync(join(data, 'broker/owner'))).toEqual([]);
  expect((await kept()).delegations).toEqual(expect.arrayContaining(answered));
}, 180_000);

it('a second broker is refused in a sentence, by whichever path; a killed one bars nobody', async () => {
  const first = await start();
  symlinkSync(data, `${data}-link`);
  for (const folder of [join(data, 'broker'), `${data}-link/broker`]) {
    const second = spawnBroker(home, { BROKER_DATA: folder });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.said().trim()).toBe(
      `Another broker (process ${first.child.pid}) owns the embedded database in ${folder}. End it, set BROKER_DATA to another folder, or use PostgreSQL by DATABASE_URL.`,
    );
  }
  first.child.kill('SIGKILL');
  await first.exited;
  const next = await start();
  expect(next.said()).toContain('It is for trying out and for development');
  const probe = await home.access.asProbe();
  for (const id of answered.slice(-20))
    expect(await probe('GET', `/v1/delegations/${id}`)).toMatchObject({ id });
}, 180_000);
