import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GatewayHouse, type Inside, openGatewayHouse } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const question = () => ({
  subject: { type: 'agent', id: house.ana.principal.id },
  action: { name: 'accounts:settings.read' },
  resource: { type: 'account', id: house.account },
});

it('about foreign actors, accounts, actions and sessions it says no, and nothing more, and keeps no record', async () => {
  const own = question();
  expect((await (await house.evaluate(own)).json()).decision).toBe(true);
  const before = (await house.entries()).length;
  const others = [
    { subject: { ...own.subject, id: house.who('support', 'eve').id } },
    { subject: { ...own.subject, id: house.who('customer', 'mira').id } },
    { subject: { ...own.subject, id: 'agt_nobody' } },
    { subject: { ...own.subject, type: 'service' } },
    { subject: { ...own.subject, type: 'user' } },
    { subject: { ...own.subject, type: 'constructor' } },
    { action: { name: 'accounts:profile.update' } },
    { action: { name: 'accounts:billing.update' } },
    { action: { name: 'files:list.read' } },
    { action: { name: 'anything' } },
    { resource: { type: 'account', id: house.accountOf('noel').split('/')[1] } },
    { resource: { type: 'account', id: 'nothing' } },
    { resource: { type: 'customer', id: house.account } },
    { resource: { type: 'account', id: house.accountOf('mira') } },
    { context: { session: 'ses_another' } },
  ];
  for (const other of others)
    expect([other, await (await house.evaluate({ ...own, ...other })).json()]).toEqual([
      other,
      { decision: false },
    ]);
  expect(await (await house.evaluate(own, 'svc_files')).json()).toEqual({ decision: false });
  const named = { ...own, context: { session: open.session.id } };
  expect(await (await house.evaluate(named, 'svc_files')).json()).toEqual({ decision: false });
  expect((await house.entries()).slice(before)).toEqual([]);
});

it('nobody but a registered backend is answered', async () => {
  for (const [who, status] of [
    ['svc_probe', 401],
    ['svc_nobody', 401],
  ] as const)
    expect((await house.evaluate(question(), who)).status).toBe(status);
  expect((await house.call(house.ana, 'POST', '/access/v1/evaluation', question())).body).toMatchObject({
    status: 403,
    code: 'wrong_domain',
  });
  const service = await house.asService();
  expect((await house.call(service, 'POST', '/access/v1/evaluation', question())).body).toMatchObject({
    status: 403,
    code: 'insufficient_scope',
  });
});

it('a delegated token is no credential here', async () => {
  const delegated = { ...house.ana, token: open.token };
  for (const path of ['/access/v1/evaluation', '/access/v1/evaluations'])
    expect((await house.call(delegated, 'POST', path, question())).body).toMatchObject({
      status: 403,
      code: 'delegated_token_not_allowed',
    });
});
