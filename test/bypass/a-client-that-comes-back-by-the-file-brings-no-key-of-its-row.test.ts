import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HeldKey } from '#broker/oauth/clients/held-keys.ts';
import { importClients } from '#broker/oauth/clients/import-clients.ts';
import { readClient } from '#broker/oauth/clients/registered.ts';
import { parseClients } from '#broker/oauth/clients/registry-file.ts';
import { type House, openHouse } from '#broker/oauth/test-house.ts';
import { newKey } from '#broker/oauth/test-key.ts';
import { attacker } from '#test/tamper.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

it('a key put into the row of a client while the file did not name it opens nothing once it does', async () => {
  const all = house.registrations();
  const imports = (clients: typeof all) => importClients(house.context, parseClients({ clients }, 'demo'));
  const kids = async () => (await readClient(house.context, 'svc_probe')).row.keys.map(({ jwk }) => jwk.kid);
  const before = await kids();
  await imports(all.filter(({ client_id: id }) => id !== 'svc_probe'));
  const mine = await newKey();
  const { keys } = (await readClient(house.context, 'svc_probe')).row;
  const added: HeldKey = {
    jwk: { ...mine.jwk, kty: 'EC' },
    added_at: house.clock.at.toISOString(),
    by_client: true,
  };
  await attacker(house).set('clients', 'svc_probe', { keys: [...keys, added] });
  await imports(all);
  expect(await kids()).toEqual(before);
  const reply = await house.ask('svc_probe', mine, { grant_type: 'client_credentials' });
  expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect((await house.ask('svc_probe', house.keys.probe, { grant_type: 'client_credentials' })).status).toBe(
    200,
  );
});
