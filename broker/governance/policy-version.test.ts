import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordOn } from '#broker/audit/record.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { systemClock } from '#broker/clock.ts';
import type { Config } from '#broker/config.ts';
import { insertInto, update } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import { bundleFromFiles, loadBundle } from '#broker/policy/bundle.ts';
import { PolicyProblems } from '#broker/policy/policy-problems.ts';
import { sealedReader } from '#broker/seals/sealed-reader.ts';
import { sealsUnder } from '#broker/seals/seals.ts';
import { openTestDatabase } from '#test/database.ts';
import { findActivation, holdActivePolicy } from './active-policy.ts';
import { ensurePolicyVersion } from './ensure-policy-version.ts';
import { activePolicy, policyVersions } from './tables.ts';

let database: Database;
const warned: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
const first = loadBundle('policies', {});
const changed = bundleFromFiles({
  ...first.files,
  'assurance.json': JSON.stringify([...first.assurance, 'urn:test:stronger']),
});
const broken = bundleFromFiles({ ...first.files, 'broken.cedar': 'permit(principal, action, resource);' });

const seals = sealsUnder([randomBytes(32)]);

function context(development = false) {
  return {
    reader: database.handle,
    seals,
    record: recordOn(
      database,
      { requestId: 'req-1', node: 'test' },
      () => new Date(),
      () => undefined,
    ),
    clock: systemClock,
    config: { policies: { folder: 'policies', development } } as Config,
    log,
  };
}

const activations = async () => {
  const rows = await database.handle
    .select({ leaf: logEntries.leaf })
    .from(logEntries)
    .orderBy(logEntries.id);
  return rows.map(({ leaf }) => JSON.parse(leaf)).filter(({ type }) => type === 'policy.activated');
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('a folder with problems becomes no version', async () => {
  await expect(ensurePolicyVersion(context(), broken)).rejects.toThrow(PolicyProblems);
  expect(await findActivation(database.handle)).toBeUndefined();
});

it('the first start stores the folder whole and activates it, on record', async () => {
  expect(await ensurePolicyVersion(context(), first)).toEqual({ version: first.version, epoch: 1 });
  const [stored] = await database.handle.select().from(policyVersions);
  expect(bundleFromFiles(stored?.files ?? {}).version).toBe(first.version);
  expect(await activations()).toMatchObject([{ policy_version: first.version, facts: { epoch: 1 } }]);
});

it('starting again changes nothing', async () => {
  await ensurePolicyVersion(context(), first);
  expect(await activations()).toHaveLength(1);
});

it('a changed folder does not change the active version, and that is said aloud', async () => {
  warned.length = 0;
  expect(await ensurePolicyVersion(context(), changed)).toEqual({ version: first.version, epoch: 1 });
  expect(warned.join()).toContain('THE POLICY FOLDER IS NOT THE ACTIVE POLICY VERSION');
  expect(await activations()).toHaveLength(1);
});

it('under the development switch it does, on record, and that is said aloud', async () => {
  warned.length = 0;
  const holder = await holdActivePolicy(sealedReader(database.handle, seals), log);
  expect(await ensurePolicyVersion(context(true), changed)).toEqual({ version: changed.version, epoch: 2 });
  expect(warned.join()).toContain('BROKER_POLICY_DEVELOPMENT');
  expect(await activations()).toMatchObject([{}, { policy_version: changed.version, facts: { epoch: 2 } }]);
  expect(holder.current().version).toBe(first.version);
  await holder.refresh();
  expect(holder.current().version).toBe(changed.version);
});

it('a version that somebody else activates in the tables judges nothing', async () => {
  const own = bundleFromFiles({ ...first.files, 'assurance.json': JSON.stringify(['urn:test:mine']) });
  const reader = sealedReader(database.handle, seals);
  const holder = await holdActivePolicy(reader, log);
  const [before] = await database.handle.select().from(activePolicy);
  await database.run(
    insertInto(policyVersions).values({
      version: own.version,
      files: { ...own.files },
      storedAt: new Date(),
    }),
  );
  await database.run(update(activePolicy).set({ version: own.version, epoch: 3 }));
  await expect(holder.refresh()).rejects.toThrow(/Something other than the broker/);
  expect(holder.current().version).toBe(changed.version);
  await expect(holdActivePolicy(reader, log)).rejects.toThrow(/Something other than the broker/);
  const seal = seals.of('active_policy', { name: 'active', version: first.version, epoch: 1 });
  await database.run(update(activePolicy).set({ version: first.version, epoch: 1, seal }));
  await expect(holder.refresh(), 'an older one').rejects.toThrow(/put policy epoch 1 back/);
  expect(holder.current().version).toBe(changed.version);
  await database.run(update(activePolicy).set(before ?? {}));
});

it('not even the development switch activates a folder with problems', async () => {
  await expect(ensurePolicyVersion(context(true), broken)).rejects.toThrow(PolicyProblems);
  expect((await findActivation(database.handle))?.version).toBe(changed.version);
});

it('of two brokers at their first start one is quicker, and both go on', async () => {
  const fresh = await openTestDatabase();
  const both = { ...context(), reader: fresh.handle };
  const record = recordOn(
    fresh,
    { requestId: 'req-1', node: 'test' },
    () => new Date(),
    () => undefined,
  );
  const starts = [1, 2].map(() => ensurePolicyVersion({ ...both, record }, first));
  for (const active of await Promise.all(starts)) expect(active.epoch).toBe(1);
  await fresh.close();
});
