import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from '#test/house.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { listAlerts } from './list-alerts.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function raised() {
  await house.reviews('emil', await house.declares('eve', 'mira'));
  const { items } = await listAlerts(house.context, { principal: house.who('admin', 'sam'), limit: 1 });
  const [alert] = items;
  if (!alert) throw new Error('There was no alert.');
  return alert;
}
const acknowledgements = async (id: string) =>
  (await house.entries()).filter(({ type, target }) => type === 'alert.acknowledged' && target === id);

it('is open until somebody says that they have seen it, on record', async () => {
  const alert = await raised();
  expect(alert).toMatchObject({
    kind: 'emergency_granted',
    severity: 'urgent',
    actorId: house.who('support', 'eve').id,
    subjectId: house.who('customer', 'mira').id,
    state: { status: 'open' },
  });
  const principal = house.who('admin', 'sam');
  await acknowledgeAlert(house.context, { principal, id: alert.id });
  const { items } = await listAlerts(house.context, { principal, status: 'acknowledged', limit: 10 });
  expect(items).toMatchObject([{ id: alert.id, state: { acknowledgedBy: principal.id } }]);
  expect(await acknowledgements(alert.id)).toMatchObject([
    { actor: principal.id, delegation: alert.delegationId, facts: { kind: 'emergency_granted' } },
  ]);
});

it('is acknowledged once, also when two do it at the same moment', async () => {
  const alert = await raised();
  const both = ['sam', 'sol'].map((login) =>
    acknowledgeAlert(house.context, { principal: house.who('admin', login), id: alert.id }),
  );
  const settled = await Promise.allSettled(both);
  expect(settled.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'already_acknowledged' } },
  ]);
  expect(await acknowledgements(alert.id)).toHaveLength(1);
});

it('is for admins', async () => {
  const alert = await raised();
  const principal = house.who('support', 'ben');
  await expect(listAlerts(house.context, { principal, limit: 1 })).rejects.toMatchObject({
    code: 'wrong_domain',
  });
  await expect(acknowledgeAlert(house.context, { principal, id: alert.id })).rejects.toMatchObject({
    code: 'wrong_domain',
  });
});

it('what is not there is not found', async () => {
  const principal = house.who('admin', 'sam');
  await expect(acknowledgeAlert(house.context, { principal, id: 'alr_none' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('comes in pages, newest first', async () => {
  const principal = house.who('admin', 'sam');
  const all = await listAlerts(house.context, { principal, limit: 100 });
  const first = await listAlerts(house.context, { principal, limit: 2 });
  const rest = await listAlerts(house.context, {
    principal,
    limit: 100,
    ...(first.nextCursor ? { cursor: first.nextCursor } : {}),
  });
  expect([...first.items, ...rest.items]).toEqual(all.items);
});
