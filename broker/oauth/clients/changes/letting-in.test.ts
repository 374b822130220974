import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openRegistryHouse, type RegistryHouse } from '#test/registry-house.ts';
import { projected } from '#test/tamper.ts';
import { thumbprintOf } from '../held-keys.ts';
import { findClient } from '../store.ts';

const LET_IN = { enabled: true } as const;
let registry: RegistryHouse;
beforeAll(async () => {
  registry = await openRegistryHouse();
}, 60_000);
beforeEach(async () => {
  registry.house.clock.pass(60);
  await registry.registers();
});
afterAll(() => registry?.close());

const stands = async () => {
  await projected(registry.house);
  return findClient(registry.house.context.reader, registry.id);
};

it('a client of the registry file that was shut out is let in by two persons, as the file has it', async () => {
  const { house, id, file } = registry;
  const before = await registry.row();
  await registry.shutsOut();
  await registry.imports();
  house.clock.pass(3600);
  const change = await registry.proposes('max', LET_IN);
  expect(change).toMatchObject({
    before: { enabled: false },
    after: { owner: file().owner, scopes: file().scopes, enabled: true },
  });
  await registry.imports();
  expect(await stands()).toBeUndefined();

  await registry.decides('edda', change);
  const row = (await stands())?.row;
  expect(row).toMatchObject({
    ...before,
    keys: [{ added_at: house.clock.at.toISOString() }],
    seal: expect.any(String),
  });
  expect(row?.keys.map(thumbprintOf)).toEqual(before.keys.map(thumbprintOf));
  expect(await registry.imports()).toEqual({ changed: 0 });
  const entries = (await house.entries()).filter(({ target }) => target === id);
  expect(entries.at(-1)).toMatchObject({
    type: 'client.enabled',
    actor: house.who('admin', 'edda').id,
    facts: { change: change.id, proposer: house.who('admin', 'max').id, ends_access: true },
  });
});

it('what was shut out, let in and left out by the file comes back when the file names it again', async () => {
  await registry.shutsOut();
  await registry.decides('edda', await registry.proposes('max', LET_IN));
  await projected(registry.house);
  registry.writes([]);
  await registry.imports();
  expect(await stands()).toBeUndefined();
  registry.writes([registry.file()]);
  await registry.imports();
  expect((await stands())?.row).toMatchObject({ shutOut: false, keptBy: 'file' });
});

it('nothing else is proposed of it, and nothing at all where the file names it no more', async () => {
  const refused = (wanted: object, code: string) =>
    expect(registry.proposes('max', { ...LET_IN, ...wanted })).rejects.toMatchObject({ code });
  await refused({}, 'kept_by_file');
  await registry.shutsOut();
  await refused({ owner: registry.house.who('admin', 'tess').id }, 'kept_by_file');
  await refused({ scopes: ['global_revoke'] }, 'kept_by_file');
  await expect(registry.proposes('max', { scopes: [] })).rejects.toMatchObject({ code: 'client_shut_out' });
  registry.writes([]);
  await refused({}, 'kept_by_file');
  expect(await stands()).toBeUndefined();
});

it('a change that was rejected, or that comes after it was let in, lets in nobody', async () => {
  await registry.shutsOut();
  await registry.decides('edda', await registry.proposes('max', LET_IN), 'reject');
  expect(await stands()).toBeUndefined();
  const [first, second] = [await registry.proposes('max', LET_IN), await registry.proposes('edda', LET_IN)];
  await registry.decides('edda', first);
  registry.house.clock.pass(1);
  await registry.shutsOut();
  await expect(registry.decides('max', second)).rejects.toMatchObject({ code: 'client_moved' });
  expect(await stands()).toBeUndefined();
});
