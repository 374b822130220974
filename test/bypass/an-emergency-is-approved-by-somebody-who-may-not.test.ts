import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { people } from '#broker/identity/tables.ts';
import { startSession } from '#broker/session/start-session.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function stillPending({ id }: Delegation): Promise<void> {
  const principal = house.who('admin', 'sam');
  expect((await readDelegation(house.context, { principal, id })).state.status).toBe('pending');
  expect((await house.entries(id)).map(({ type }) => type)).toEqual([
    'emergency.declared',
    'delegation.requested',
  ]);
}

it.each(['tess', 'sam', 'audra', 'pia'])(
  'an emergency is not signed by %s, who is no emergency approver',
  async (login) => {
    const asked = await house.declares('eve', 'mira');
    await expect(house.reviews(login, asked)).rejects.toMatchObject({ code: 'approval_not_permitted' });
    await stillPending(asked);
  },
);

it('a responder does not sign as an emergency approver under an own admin account', async () => {
  const asked = await house.declares('eve', 'mira');
  const { person } = house.who('support', 'eve');
  const principal = { ...house.who('admin', 'emil'), person };
  const statement = { kind: 'approval', target: asked.id, decision: 'approve' } as const;
  await house.enrolled('admin', 'emil');
  const signed = await house.signsWithPasskey(
    principal,
    await buildStatement(house.context, { principal, statement }),
  );
  const review = { id: asked.id, decision: 'approve' as const, signed };
  await expect(reviewRequest(house.context, { principal, review })).rejects.toMatchObject({
    code: 'approval_not_permitted',
  });
  await stillPending(asked);
});

it('an approver who is no emergency approver any more counts for nothing when the responder goes in', async () => {
  const granted = await house.reviews('edda', await house.declares('eve', 'mira'));
  expect(granted.state.status).toBe('granted');
  const edda = house.who('admin', 'edda').id;
  await house.database.run(
    update(people)
      .set({ groups: ['team-leads'] })
      .where(eq(people.id, edda)),
  );
  const going = startSession(house.context, {
    principal: house.who('support', 'eve'),
    delegationId: granted.id,
    grantKey: { jkt: 'key' },
  });
  await expect(going).rejects.toMatchObject({ code: 'policy_denied' });
  expect((await house.entries(granted.id)).map(({ type }) => type)).not.toContain('emergency.opened');
});
