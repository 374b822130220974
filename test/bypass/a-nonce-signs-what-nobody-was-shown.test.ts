import { afterAll, beforeAll, expect, it } from 'vitest';
import { aboutDelegation, buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { writeStatement as written } from '#broker/signing/statement.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';

let house: House;
let shown: Delegation;
let other: Delegation;
beforeAll(async () => {
  house = await openHouse();
  shown = await house.asks('ana', 'mira', WRITE);
  other = await house.asks('ana', 'noel', WRITE);
});
afterAll(() => house.close());

/** Signs `delegation` with the nonce that the broker gave for denying `shown`. */
async function approveWithNonceOfADenial(delegation: Delegation): Promise<Delegation> {
  const principal = house.who('admin', 'tess');
  const built = await buildStatement(house.context, {
    principal,
    statement: { kind: 'approval', target: shown.id, decision: 'deny' },
  });
  const statement = written(
    { kind: 'approval', decision: 'approve', ...aboutDelegation(delegation), signer: principal.id },
    built.statement.issued_at,
  );
  return reviewRequest(house.context, {
    principal,
    review: {
      id: delegation.id,
      decision: 'approve',
      signed: { statement, nonce: built.nonce, method: 'session' },
    },
  });
}

it.each([
  ['another decision', () => shown],
  ['another delegation', () => other],
])('the nonce of one statement does not sign %s', async (_, delegation) => {
  await expect(approveWithNonceOfADenial(delegation())).rejects.toMatchObject({
    code: 'statement_not_valid',
  });
  const principal = house.who('admin', 'tess');
  expect(await readDelegation(house.context, { principal, id: delegation().id })).toMatchObject({
    state: { status: 'pending' },
    reviews: [],
  });
  expect((await house.entries(delegation().id)).map(({ type }) => type)).toEqual(['delegation.requested']);
});
