import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#broker/context.ts';
import { update } from '#broker/db/build.ts';
import { type House, openHouse } from '../test-house.ts';
import { importClients } from './import-clients.ts';
import { parseClients } from './registry-file.ts';
import { clients } from './tables.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('a client that is shut out while the registry file is being read stays out', async () => {
  const shutOut = () =>
    house.database.run(
      update(clients).set({ shutOut: true, disabledAt: house.clock.at }).where(eq(clients.id, 'svc_probe')),
    );
  let meanwhile: (() => Promise<unknown>) | undefined = shutOut;
  const context: Context = {
    ...house.context,
    record: async (recording) => {
      await meanwhile?.();
      meanwhile = undefined;
      return house.context.record(recording);
    },
  };
  const renamed = house.registrations().map((client) => ({ ...client, name: `${client.name} anew` }));
  const { changed } = await importClients(context, parseClients({ clients: renamed }, 'demo'));
  expect(changed).toBe(renamed.length);
  const [row] = await house.context.reader.select().from(clients).where(eq(clients.id, 'svc_probe'));
  expect(row).toMatchObject({ shutOut: true, disabledAt: house.clock.at });
  expect(row?.name).toMatch(/anew$/);
});
