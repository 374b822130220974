import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import { OPERATOR } from '#test/enrolled.ts';
import { type House, openHouse, READ, SENSITIVE } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';
import { addPasskey } from './add-passkey.ts';
import { buildEnrolmentStatement } from './build-enrolment-statement.ts';
import { confirmByOperator } from './confirm-by-operator.ts';
import { confirmPasskey } from './confirm-passkey.ts';
import { registrationOptions } from './registration-options.ts';
import { findPasskey } from './store.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house?.close());

async function adds(authenticator: Authenticator) {
  const principal = house.who('customer', 'noel');
  const response = authenticator.register(await registrationOptions(house.context, principal));
  return addPasskey(house.context, { principal, wanted: { name: 'Laptop', response } });
}

async function consents(authenticator: Authenticator, actions: string[]) {
  const principal = house.who('customer', 'noel');
  const asked = await house.asks('ana', 'noel', actions);
  const { id } = asked;
  if (actions === SENSITIVE) for (const signer of ['tess', 'sam']) await house.reviews(signer, asked);
  const statement = { kind: 'consent', target: id, decision: 'give' } as const;
  const built = await buildStatement(house.context, { principal, statement });
  const signed = authenticator.signs(built);
  return answerConsent(house.context, { principal, answer: { id, decision: 'give', signed } });
}

const confirms = (id: string, fingerprint: string) =>
  confirmByOperator(house.context, { by: OPERATOR, id, fingerprint });

describe('the first passkey of a customer whom no mail reaches', () => {
  it('signs what a session signs, and a sensitive consent once the operator has confirmed it', async () => {
    const authenticator = new Authenticator();
    const { id, vouchedAt, confirmedAt } = await adds(authenticator);
    expect(vouchedAt).toBeUndefined();
    expect((await consents(authenticator, READ)).consent?.signature.method).toBe('passkey');
    await expect(consents(authenticator, SENSITIVE)).rejects.toMatchObject({
      code: 'confirmation_unavailable',
      status: 403,
    });

    house.clock.pass(60);
    const confirmed = await confirms(id, authenticator.fingerprint);
    expect(confirmed).toMatchObject({ state: 'active', confirmedAt, vouchedAt: house.clock.at });
    expect(await findPasskey(house.context.reader, id)).toEqual(confirmed);
    const entries = (await house.entries()).filter(({ target }) => target === id);
    expect(entries.at(-1)).toMatchObject({
      type: 'passkey.confirmed',
      actor: OPERATOR,
      facts: { by: 'fingerprint' },
    });
    expect((await consents(authenticator, SENSITIVE)).state.status).toBe('granted');
  });

  it('is confirmed once, by its own fingerprint', async () => {
    const authenticator = new Authenticator();
    const { id } = await adds(authenticator);
    await expect(confirms(id, new Authenticator().fingerprint)).rejects.toMatchObject({
      code: 'fingerprint_differs',
    });
    const both = await Promise.allSettled([1, 2].map(() => confirms(id, authenticator.fingerprint)));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(confirms(id, authenticator.fingerprint)).rejects.toMatchObject({ code: 'not_pending' });
    const types = (await house.entries()).filter(({ target }) => target === id).map(({ type }) => type);
    expect(types).toEqual(['passkey.added', 'passkey.confirmed']);
  });

  it('vouches for no other: what it lets in is worth no more than itself', async () => {
    const [first, second] = [new Authenticator(), new Authenticator()];
    await adds(first);
    const { id } = await adds(second);
    const principal = house.who('customer', 'noel');
    const confirming = { principal, id, decision: 'confirm' } as const;
    const built = await buildEnrolmentStatement(house.context, { ...confirming, target: id });
    const signed = first.signs(built);
    const letIn = await confirmPasskey(house.context, { ...confirming, signed });
    expect(letIn.state).toBe('active');
    expect(letIn.vouchedAt).toBeUndefined();
    await expect(consents(second, SENSITIVE)).rejects.toMatchObject({ code: 'confirmation_unavailable' });
  });
});

it('a key that was vouched for vouches for the next', async () => {
  const { authenticator: first } = await house.enrolled('customer', 'noel');
  const second = new Authenticator();
  const { id } = await adds(second);
  const principal = house.who('customer', 'noel');
  const confirming = { principal, id, decision: 'confirm' } as const;
  const built = await buildEnrolmentStatement(house.context, { ...confirming, target: id });
  const letIn = await confirmPasskey(house.context, { ...confirming, signed: first.signs(built) });
  expect(letIn.vouchedAt).toEqual(house.clock.at);
  expect((await consents(second, SENSITIVE)).state.status).toBe('granted');
});
