import { afterAll, beforeAll, expect, it } from 'vitest';
import { acknowledgeAlert } from '#broker/alerts/acknowledge-alert.ts';
import { listAlerts } from '#broker/alerts/list-alerts.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('a responder does not wave off the alert about themselves under an admin account', async () => {
  await house.reviews('emil', await house.declares('eve', 'mira'));
  const list = () => listAlerts(house.context, { principal: house.who('admin', 'sam'), limit: 1 });
  const id = (await list()).items[0]?.id ?? '';
  const principal = { ...house.who('admin', 'sol'), person: house.who('support', 'eve').person };
  await expect(acknowledgeAlert(house.context, { principal, id })).rejects.toMatchObject({
    code: 'own_alert',
  });
  expect((await list()).items).toMatchObject([{ id, state: { status: 'open' } }]);
  expect((await house.entries()).map(({ type }) => type)).not.toContain('alert.acknowledged');
});
