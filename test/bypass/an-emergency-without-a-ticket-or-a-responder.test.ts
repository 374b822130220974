import { afterAll, beforeAll, expect, it } from 'vitest';
import { declaredHash, offerDeclaration } from '#broker/delegation/declare-emergency.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const nothingFiled = async () => {
  expect(await house.database.handle.$count(delegations)).toBe(0);
  expect((await house.entries()).map(({ type }) => type)).not.toContain('emergency.declared');
};

it.each(['', ' '])('an emergency names a ticket, and not %j', async (ref) => {
  const purpose = { code: 'check-setting', ref };
  await expect(house.declares('eve', 'mira', { purpose })).rejects.toMatchObject({
    code: 'invalid_authorization_details',
  });
  await nothingFiled();
});

it.each(['ana', 'cleo'])('%s, who is no responder, is not even given a statement to sign', async (login) => {
  await expect(house.declares(login, 'mira')).rejects.toMatchObject({ code: 'not_a_responder' });
  await nothingFiled();
});

it.each([
  ['admin', 'emil'],
  ['customer', 'mira'],
] as const)('nobody of the %s domain declares an emergency', async (domain, login) => {
  const principal = { ...house.who(domain, login), roles: ['emergency'] };
  await expect(house.declares('eve', 'mira', {}, principal)).rejects.toMatchObject({
    code: 'not_a_responder',
  });
  await nothingFiled();
});

it("an agent does not file on a responder's signature", async () => {
  const eve = house.who('support', 'eve');
  const ana = house.who('support', 'ana');
  const subject = house.who('customer', 'mira').id;
  const { requested: details } = await house.asks('ana', 'mira', ['accounts:profile.read']);
  const justification = 'The customer cannot be reached, and it is urgent.';
  const hash = declaredHash({ subject, details, justification });
  const offered = await offerDeclaration(house.context, { principal: eve, hash });
  const signed = await house.signsWithPasskey(eve, offered);
  const request = { subject, authorizationDetails: details, justification, emergency: true, signed };
  await expect(submitRequest(house.context, { principal: ana, request })).rejects.toMatchObject({
    code: 'policy_denied',
  });
  const pretending = { ...ana, roles: [...ana.roles, 'emergency'] };
  await expect(submitRequest(house.context, { principal: pretending, request })).rejects.toMatchObject({
    code: 'statement_not_valid',
  });
  expect((await house.entries()).map(({ type }) => type)).not.toContain('emergency.declared');
});
