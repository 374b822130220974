import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker();
});
afterAll(() => broker.close());

it('an agent does not answer what a colleague was asked, nor does a service or the approver', async () => {
  const ana = await broker.as('support', 'ana');
  const tess = await broker.as('admin', 'tess');
  const wish = broker.wish('mira', ['accounts:settings.read', 'accounts:settings.update']);
  const { id } = await (await ana.call('POST', '/v1/delegations', wish, keyed())).json();
  const ask = { kind: 'approval', target: id, decision: 'ask', comment: 'Which setting?' };
  const { statement, nonce } = await (await tess.call('POST', '/v1/statements', ask)).json();
  const signed = { statement, nonce, method: 'session' };
  const review = { decision: 'ask', comment: ask.comment, signed };
  const asked = await tess.call('POST', `/v1/delegations/${id}/approvals`, review);
  expect(await asked.json()).toMatchObject({ waiting_for: 'agent', reviews: [{ decision: 'ask' }] });

  const others = [await broker.as('support', 'ben'), await broker.asService()];
  for (const other of others) {
    const answered = await other.call('POST', `/v1/delegations/${id}/answers`, { text: 'All of them.' });
    expect(answered.status).toBe(404);
  }
  const byApprover = await tess.call('POST', `/v1/delegations/${id}/answers`, { text: 'All of them.' });
  expect(byApprover.status).toBe(403);

  const answered = await ana.call('POST', `/v1/delegations/${id}/answers`, { text: 'The time zone.' });
  expect(answered.status).toBe(200);
  expect(await (await tess.call('GET', `/v1/delegations/${id}`)).json()).toMatchObject({
    waiting_for: 'approvers',
    reviews: [{ comment: 'Which setting?', answer: { text: 'The time zone.' } }],
  });
});
