import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '#broker/canonical-json.ts';
import { insertInto, update } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import { openTestDatabase } from '#test/database.ts';
import { leafHash, saltedHash } from './event.ts';
import { newHolder, takeLease } from './lease.ts';
import { recordOn, write } from './record.ts';
import { sequenceEntries } from './sequence.ts';
import { startSequencer } from './sequencer.ts';
import { leases, logDetails, logEntries, logIndex } from './tables.ts';

let database: Database;
const from = { requestId: 'req-1', node: 'test', sourceAddress: '192.0.2.7' };
const record = (...[recording]: Parameters<ReturnType<typeof recordOn>>) =>
  recordOn(
    database,
    from,
    () => new Date('2026-01-02T03:04:05.678Z'),
    () => undefined,
  )(recording);
const lost = new Error('lost the race');

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('refuses to change anything without an entry', async () => {
  await expect(record({ writes: [], entries: [] })).rejects.toThrow('No change without its record');
});

it('keeps neither state nor entry when a condition does not hold', async () => {
  const before = await database.handle.$count(logEntries);
  const row = { name: 'a', holder: 'x', fence: 1, expiresAt: new Date() };
  const writes = [
    write(insertInto(leases).values(row), { rows: 1, otherwise: lost }),
    write(update(leases).set({ holder: 'y' }).where(eq(leases.name, 'nobody')), { rows: 1, otherwise: lost }),
  ];
  await expect(record({ writes, entries: [{ type: 'test.tried' }] })).rejects.toBe(lost);
  expect(await database.handle.$count(logEntries)).toBe(before);
  expect(await database.handle.$count(leases, eq(leases.name, 'a'))).toBe(0);
});

it('binds names and addresses to the leaf by a salted hash and keeps them out of it', async () => {
  const [entry] = await record({ writes: [], entries: [{ type: 'test.named', detail: { name: 'Mira' } }] });
  const leaf = JSON.parse(entry?.leaf ?? '');
  expect(entry?.leaf).not.toContain('Mira');
  expect(entry?.leaf).not.toContain('192.0.2.7');
  expect(leaf.time).toBe('2026-01-02T03:04:05.678Z');
  const [detail] = await database.handle
    .select()
    .from(logDetails)
    .where(eq(logDetails.entryId, entry?.id ?? ''));
  expect(leaf.detail_hash).toBe(saltedHash(detail?.salt ?? '', canonicalJson(detail?.detail)));
  expect(leaf.source).toBe(saltedHash(detail?.salt ?? '', '192.0.2.7'));
});

it('refuses a lone surrogate in an entry', async () => {
  const entries = [{ type: 'test.odd', detail: { text: '\ud800' } }];
  await expect(record({ writes: [], entries })).rejects.toThrow('surrogate');
});

it('gives every entry one contiguous index and its leaf hash', async () => {
  for (let i = 0; i < 20; i++)
    await record({ writes: [], entries: [{ type: 'test.counted' }, { type: 'test.counted' }] });
  const sequencer = startSequencer(database, 'test', pino({ level: 'silent' }), () => undefined);
  await expect.poll(() => database.handle.$count(logIndex)).toBe(await database.handle.$count(logEntries));
  await sequencer.stop();
  const rows = await database.handle
    .select({ index: logIndex.index, hash: logIndex.leafHash, leaf: logEntries.leaf })
    .from(logIndex)
    .innerJoin(logEntries, eq(logEntries.id, logIndex.entryId))
    .orderBy(logIndex.index);
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => i));
  for (const { hash, leaf } of rows) expect(hash).toBe(leafHash(leaf));
});

it('lets a woken old holder of the lease write nothing', async () => {
  const old = await takeLease(database, 'sequencer', newHolder('old'), 60);
  expect(old).not.toBeNull();
  expect(await takeLease(database, 'sequencer', newHolder('new'), 60)).toBeNull();
  await database.run(
    sql`update leases set expires_at = now() - interval '1 second' where name = 'sequencer'`,
  );
  const next = await takeLease(database, 'sequencer', newHolder('new'), 60);
  expect(next?.fence).toBe((old?.fence ?? 0) + 1);
  await record({ writes: [], entries: [{ type: 'test.late' }] });
  expect(old && (await sequenceEntries(database, old))).toBeNull();
  expect(next && (await sequenceEntries(database, next))).toBe(1);
});
