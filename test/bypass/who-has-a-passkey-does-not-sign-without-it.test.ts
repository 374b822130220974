import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { addPasskey } from '#broker/signing/passkeys/add-passkey.ts';
import { registrationOptions } from '#broker/signing/passkeys/registration-options.ts';
import { removePasskey } from '#broker/signing/passkeys/remove-passkey.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.enrolled('admin', 'tess');
  await house.enrolled('customer', 'mira');
});
afterAll(() => house?.close());

const refused = { code: 'passkey_required', status: 403 };

async function approvesBySession(
  login: string,
  { id }: Delegation,
  decision: 'approve' | 'deny' = 'approve',
) {
  const principal = house.who('admin', login);
  const statement = { kind: 'approval', target: id, decision } as const;
  const { nonce, statement: text } = await buildStatement(house.context, { principal, statement });
  const signed = { statement: text, nonce, method: 'session' } as const;
  return reviewRequest(house.context, { principal, review: { id, decision, signed } });
}

async function untouched({ id }: Delegation) {
  const principal = house.who('admin', 'sam');
  expect(await readDelegation(house.context, { principal, id })).toMatchObject({
    state: { status: 'pending' },
    reviews: [],
  });
  const types = (await house.entries(id)).map(({ type }) => type);
  expect(types.filter((type) => type !== 'emergency.declared')).toEqual(['delegation.requested']);
}

it.each(['approve', 'deny'] as const)(
  'an approver who has one does not %s by being signed in',
  async (decision) => {
    const asked = await house.asks('ana', 'noel', WRITE);
    await expect(approvesBySession('tess', asked, decision)).rejects.toMatchObject(refused);
    await untouched(asked);
  },
);

it('a customer who has one does not consent by being signed in', async () => {
  const { id } = await house.asks('ana', 'mira', READ);
  const principal = house.who('customer', 'mira');
  const statement = { kind: 'consent', target: id, decision: 'give' } as const;
  const { nonce, statement: text } = await buildStatement(house.context, { principal, statement });
  const signed = { statement: text, nonce, method: 'session' } as const;
  await expect(
    answerConsent(house.context, { principal, answer: { id, decision: 'give', signed } }),
  ).rejects.toMatchObject(refused);
});

it('nor does taking the passkey away let its owner, or whoever has the owner’s session, sign without one', async () => {
  const cleo = await house.enrolled('admin', 'cleo');
  await removePasskey(house.context, { principal: cleo.principal, id: cleo.passkey.id, whose: 'own' });
  const asked = await house.asks('ben', 'noel', WRITE);
  await expect(approvesBySession('cleo', asked)).rejects.toMatchObject(refused);
  await untouched(asked);
  const principal = cleo.principal;
  const response = new Authenticator().register(await registrationOptions(house.context, principal));
  await expect(
    addPasskey(house.context, { principal, wanted: { name: 'Another', response } }),
  ).rejects.toMatchObject({ code: 'enrolment_not_invited' });
});

it('an emergency is signed by nobody without a passkey, whoever has none included', async () => {
  const asked = await house.declares('eve', 'noel');
  await expect(approvesBySession('edda', asked)).rejects.toMatchObject(refused);
  await untouched(asked);
});
