import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import { later } from '#broker/delegation/lifecycle.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { startSession } from '#broker/session/start-session.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const hours = (count: number) => later(house.clock.at, count * 3600);

const askedForLater = () =>
  submitRequest(house.context, {
    principal: house.who('support', 'ana'),
    request: {
      subject: house.who('customer', 'mira').id,
      justification: 'The customer wants it done tonight.',
      notBefore: hours(6),
      authorizationDetails: [
        {
          type: 'delegation_session',
          actions: WRITE,
          locations: [RESOURCE],
          identifier: house.accountOf('mira'),
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 600,
        },
      ],
    },
  });

it('no start before the one that was asked is offered for signing, or taken', async () => {
  const asked = await askedForLater();
  for (const notBefore of [hours(3), hours(6)])
    await expect(house.reviews('tess', asked, 'approve', { notBefore })).rejects.toMatchObject({
      code: 'not_a_later_start',
    });
  const read = await readDelegation(house.context, { principal: house.who('admin', 'tess'), id: asked.id });
  expect(read.reviews).toEqual([]);
  expect(read.clocks.notBefore).toEqual(hours(6));
});

it('what was signed for one start serves no other', async () => {
  const asked = await askedForLater();
  const principal = house.who('admin', 'tess');
  const statement = { kind: 'approval', target: asked.id, decision: 'approve' } as const;
  const built = await buildStatement(house.context, {
    principal,
    statement: { ...statement, notBefore: hours(8) },
  });
  for (const notBefore of [hours(7), undefined]) {
    const signed = { statement: built.statement, nonce: built.nonce, method: 'session' as const };
    const review = {
      id: asked.id,
      decision: 'approve' as const,
      ...(notBefore ? { notBefore } : {}),
      signed,
    };
    await expect(reviewRequest(house.context, { principal, review })).rejects.toMatchObject({
      code: 'statement_not_valid',
    });
  }
});

it('nobody goes in before the start that was signed for', async () => {
  const asked = await askedForLater();
  await house.reviews('tess', asked, 'approve', { notBefore: hours(8) });
  await house.answers('mira', asked);
  const principal = house.who('support', 'ana');
  house.clock.pass(7 * 3600);
  await expect(
    startSession(house.context, { principal, delegationId: asked.id, grantKey: { jkt: 'key' } }),
  ).rejects.toMatchObject({ code: 'too_early' });
});
