import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeClient } from '#broker/oauth/clients/change-client.ts';
import { acceptChange } from '#broker/oauth/clients/changes/accept-change.ts';
import { readChange } from '#broker/oauth/clients/changes/read-change.ts';
import { readClient } from '#broker/oauth/clients/registered.ts';
import { shutOutClient } from '#broker/oauth/clients/shut-out-client.ts';
import { decidesChange, proposesChange, publicKey, registers, signsChange } from '#test/client-changes.ts';
import { type House, openHouse } from '#test/house.ts';

const WIDER = { scopes: ['delegation.request', 'delegation.run'] };
let house: House;
let id: `svc_${string}`;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
}, 60_000);
beforeEach(async () => {
  house.clock.pass(60);
  id = `svc_jobs_${++n}`;
  await registers(house, id);
});
afterAll(() => house?.close());

const max = () => house.who('admin', 'max');
const edda = () => house.who('admin', 'edda');

const meanwhile: [string, () => Promise<unknown>][] = [
  ['has another name', () => changeClient(house.context, max(), id, { name: 'Day jobs', others: [] })],
  ['has fewer scopes', () => changeClient(house.context, max(), id, { scopes: [], others: [] })],
  [
    'has one key more, by two persons',
    async () => {
      const keys = { add: [await publicKey('b')], remove: [] };
      return decidesChange(house, 'max', await proposesChange(house, 'edda', id, { keys }));
    },
  ],
  ['is shut out', () => shutOutClient(house.context, max(), id, 'Its key leaked.')],
];

it.each(meanwhile)('is accepted by nobody where the client %s', async (_, changes) => {
  const change = await proposesChange(house, 'max', id, WIDER);
  const signed = await signsChange(house, edda(), change.id);
  await changes();
  const { row } = await readClient(house.context, id);
  const accepting = { principal: edda(), id: change.id, comment: 'Looked at it.', signed };
  await expect(acceptChange(house.context, accepting)).rejects.toMatchObject({ code: 'client_moved' });
  expect((await readClient(house.context, id)).row).toEqual(row);
  expect(await readChange(house.context, change.id)).toMatchObject({
    stale: true,
    change: { state: { status: 'open' } },
  });
  // It can still be said no to.
  await decidesChange(house, 'edda', change, 'reject', 'Propose it anew.');
});

it('is accepted once, and the other one of two that were proposed beside each other is not', async () => {
  const [first, second] = [
    await proposesChange(house, 'max', id, WIDER),
    await proposesChange(house, 'edda', id, { scopes: ['delegation.request', 'tickets.write'] }),
  ];
  await decidesChange(house, 'edda', first);
  await expect(decidesChange(house, 'max', second)).rejects.toMatchObject({ code: 'client_moved' });
  expect((await readClient(house.context, id)).row.scopes).toEqual(WIDER.scopes);
});
