import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { findClient } from '#broker/oauth/clients/store.ts';
import { publicKey } from '#test/client-changes.ts';
import { openRegistryHouse, type RegistryHouse } from '#test/registry-house.ts';
import { attacker, projected } from '#test/tamper.ts';

const LET_IN = { enabled: true } as const;
let registry: RegistryHouse;
let intruder: ReturnType<typeof attacker>;
beforeAll(async () => {
  registry = await openRegistryHouse();
  intruder = attacker(registry.house);
}, 60_000);
beforeEach(async () => {
  registry.house.clock.pass(60);
  await registry.registers();
  await registry.shutsOut();
  await projected(registry.house);
});
afterAll(() => registry?.close());

const standing = async () => {
  await projected(registry.house);
  return findClient(registry.house.context.reader, registry.id);
};

const held = async () => ({
  keys: [{ jwk: await publicKey('mine'), added_at: registry.house.clock.at.toISOString() }],
});

it('whoever proposed it does not let it in alone', async () => {
  const change = await registry.proposes('max', LET_IN);
  await expect(registry.decides('max', change)).rejects.toMatchObject({ code: 'own_change' });
  expect(await standing()).toBeUndefined();
});

it.each(['as it is', 'with another name', 'left out and named again'])(
  'the file that is read again, %s, leaves it shut out',
  async (how) => {
    const named = registry.file();
    if (how === 'with another name') registry.writes([{ ...named, name: 'Ledger anew' }]);
    if (how === 'left out and named again') {
      registry.writes([]);
      await registry.imports();
      registry.writes([named]);
    }
    await registry.imports();
    expect(await registry.row()).toMatchObject({ shutOut: true, seal: null });
    expect(await standing()).toBeUndefined();
  },
);

it('a row that says nothing of the shutting out is shut out again by the next reading of the file', async () => {
  await intruder.set('clients', registry.id, { shut_out: false });
  await registry.imports();
  expect(await registry.row()).toMatchObject({ shutOut: true, disabledAt: expect.any(Date), seal: null });
  expect(await standing()).toBeUndefined();
});

it('a file that says something else by now than what two persons have read lets in nobody', async () => {
  const change = await registry.proposes('max', LET_IN);
  registry.writes([{ ...registry.file(), scopes: ['introspect', 'keys.rotate'] }]);
  await expect(registry.decides('edda', change)).rejects.toMatchObject({ code: 'client_moved' });
  registry.writes([]);
  await expect(registry.decides('edda', change)).rejects.toMatchObject({ code: 'client_moved' });
  expect(await standing()).toBeUndefined();
});

it('nothing of what was put into its row meanwhile comes along', async () => {
  const said = { ...(await held()), scopes: ['keys.rotate'], relay: true, sign_in_domains: ['admin'] };
  await intruder.set('clients', registry.id, said);
  await registry.decides('edda', await registry.proposes('max', LET_IN));
  expect((await standing())?.row).toMatchObject({
    keys: [{ jwk: { kid: 'a' } }],
    scopes: registry.file().scopes,
    relay: false,
    signInDomains: [],
  });
});

it('a row that claims that people keep it is let in as the file has it all the same', async () => {
  await intruder.set('clients', registry.id, { kept_by: 'api' });
  const mine = { method: 'private_key_jwt' as const, keys: [await publicKey('mine')] };
  const owner = registry.house.who('admin', 'max').id;
  const wanted = { ...LET_IN, owner, scopes: ['global_revoke'], auth: mine };
  await expect(registry.proposes('max', wanted)).rejects.toMatchObject({ code: 'kept_by_file' });
  await registry.decides('edda', await registry.proposes('max', LET_IN));
  expect((await standing())?.row).toMatchObject({ keptBy: 'file', scopes: registry.file().scopes });
});
