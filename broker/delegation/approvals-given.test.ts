import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse, SENSITIVE } from '#test/house.ts';
import { approvalsGiven } from './approvals-given.ts';
import { buildStatement } from './build-statement.ts';
import { later } from './lifecycle.ts';
import { reviewRequest } from './review-request.ts';
import { readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('a second stage that is signed at a broker whose clock is behind counts as second', async () => {
  const asked = await house.asks('ana', 'mira', SENSITIVE);
  await house.reviews('tess', asked);
  const principal = house.who('admin', 'sam');
  const behind = house.contextAt(later(house.clock.at, -1.5));
  const statement = { kind: 'approval', target: asked.id, decision: 'approve' } as const;
  const { nonce, statement: said } = await buildStatement(behind, { principal, statement });
  const signed = { statement: said, nonce, method: 'session' as const };
  await reviewRequest(behind, { principal, review: { id: asked.id, decision: 'approve', signed } });

  const read = await readDelegation(house.context, { principal, id: asked.id });
  const [first, second] = await approvalsGiven(house.context, read);
  expect([first?.person, second?.person]).toEqual([house.who('admin', 'tess').person, principal.person]);
  expect(second?.at).toEqual(first?.at);
  expect((await house.answers('mira', asked)).state.status).toBe('granted');
});
