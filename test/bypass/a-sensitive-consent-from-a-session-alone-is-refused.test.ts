import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { addPasskey } from '#broker/signing/passkeys/add-passkey.ts';
import { registrationOptions } from '#broker/signing/passkeys/registration-options.ts';
import { type House, openHouse, SENSITIVE } from '#test/house.ts';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';
import { Authenticator } from '#test/passkey.ts';

async function untouched(house: House, { id }: Delegation) {
  const read = await readDelegation(house.context, { principal: house.who('admin', 'sam'), id });
  expect(read.state.status).toBe('pending');
  expect(read.consent).toBeUndefined();
  const types = (await house.entries(id)).map(({ type }) => type);
  expect(types).not.toContain('consent.given');
  expect(types).not.toContain('delegation.granted');
}

const bySession = (house: House, { id }: Delegation, { statement, nonce }: OfferedStatement) =>
  answerConsent(house.context, {
    principal: house.who('customer', 'mira'),
    answer: { id, decision: 'give', signed: { statement, nonce, method: 'session' } },
  });

let mailing: MailHouse;
beforeAll(async () => {
  mailing = await openMailHouse();
});
afterAll(() => mailing?.close());

it('where mail reaches the customer, who is mailed a code and signs by session all the same', async () => {
  const asked = await mailing.approved('ana', 'mira');
  const built = await mailing.builds('mira', asked);
  await expect(bySession(mailing, asked, built)).rejects.toMatchObject({
    code: 'confirmation_required',
    status: 403,
  });
  await untouched(mailing, asked);
});

let silent: House;
beforeEach(async () => {
  silent = await openHouse();
});
afterEach(() => silent?.close());

it('where no mail reaches anybody: with a statement for a no, or with none at all, nothing is consented to', async () => {
  const asked = await silent.asks('ana', 'mira', SENSITIVE);
  await silent.reviews('tess', asked);
  await silent.reviews('sam', asked);
  const principal = silent.who('customer', 'mira');
  const statement = { kind: 'consent', target: asked.id } as const;
  await expect(
    buildStatement(silent.context, { principal, statement: { ...statement, decision: 'give' } }),
  ).rejects.toMatchObject({ code: 'confirmation_unavailable', status: 403 });
  const no = await buildStatement(silent.context, {
    principal,
    statement: { ...statement, decision: 'refuse' },
  });
  await expect(bySession(silent, asked, no)).rejects.toMatchObject({ code: 'confirmation_required' });
  await untouched(silent, asked);
});

it('nor with a passkey that was added by being signed in alone', async () => {
  const asked = await silent.asks('ana', 'mira', SENSITIVE);
  await silent.reviews('tess', asked);
  await silent.reviews('sam', asked);
  const principal = silent.who('customer', 'mira');
  const authenticator = new Authenticator();
  const response = authenticator.register(await registrationOptions(silent.context, principal));
  const added = await addPasskey(silent.context, { principal, wanted: { name: 'Laptop', response } });
  expect(added).toMatchObject({ state: 'active', enrolledBy: 'sign_in' });
  expect(added.vouchedAt).toBeUndefined();
  const statement = { kind: 'consent', target: asked.id, decision: 'refuse' } as const;
  const built = await buildStatement(silent.context, { principal, statement });
  const signed = authenticator.signs(built);
  await expect(
    answerConsent(silent.context, { principal, answer: { id: asked.id, decision: 'give', signed } }),
  ).rejects.toMatchObject({ code: 'passkey_not_vouched', status: 403 });
  await untouched(silent, asked);
});
