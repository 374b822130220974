import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disablePerson } from '#broker/identity/disable-person.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { addPasskey } from '#broker/signing/passkeys/add-passkey.ts';
import { buildEnrolmentStatement } from '#broker/signing/passkeys/build-enrolment-statement.ts';
import { confirmByOperator } from '#broker/signing/passkeys/confirm-by-operator.ts';
import { confirmPasskey } from '#broker/signing/passkeys/confirm-passkey.ts';
import { inviteToEnrol } from '#broker/signing/passkeys/invite-to-enrol.ts';
import { makeCode } from '#broker/signing/passkeys/make-code.ts';
import { registrationOptions } from '#broker/signing/passkeys/registration-options.ts';
import { activePasskeys, findPasskey } from '#broker/signing/passkeys/store.ts';
import { passkeys } from '#broker/signing/passkeys/tables.ts';
import { added, type Enrolled, OPERATOR } from '#test/enrolled.ts';
import { type House, openHouse } from '#test/house.ts';
import { Authenticator, type Otherwise } from '#test/passkey.ts';

let house: House;
let tess: Enrolled;
let sol: Principal;
beforeAll(async () => {
  house = await openHouse();
  tess = await house.enrolled('admin', 'tess');
  sol = house.who('admin', 'sol');
});
afterAll(() => house?.close());

interface Adding {
  code?: string;
  otherwise?: Otherwise;
  authenticator?: Authenticator;
  challengeOf?: Principal;
}

async function adds(principal: Principal, { code, otherwise, authenticator, challengeOf }: Adding = {}) {
  const options = await registrationOptions(house.context, challengeOf ?? principal);
  const response = (authenticator ?? new Authenticator()).register(options, otherwise);
  const wanted = { name: 'A key', response, ...(code === undefined ? {} : { code }) };
  return addPasskey(house.context, { principal, wanted });
}

/** Refused, with no key more, and no entry of one. */
async function refuses(attempt: () => Promise<unknown>, refusal: object) {
  const keys = await house.database.handle.$count(passkeys);
  const logged = (await house.entries()).filter(({ type }) => String(type).startsWith('passkey.')).length;
  await expect(attempt()).rejects.toMatchObject(refusal);
  expect(await house.database.handle.$count(passkeys)).toBe(keys);
  expect((await house.entries()).filter(({ type }) => String(type).startsWith('passkey.'))).toHaveLength(
    logged,
  );
}

describe('a code of the operator’s', () => {
  const notValid = { code: 'code_not_valid', status: 403 };

  it('is needed', () => refuses(() => adds(sol), { code: 'enrolment_not_invited' }));
  it('is not guessed', () => refuses(() => adds(sol, { code: '0000-0000-0000-0000-0000' }), notValid));

  it('serves once, also when it is used twice at the same moment', async () => {
    const { code } = await makeCode(house.context, OPERATOR, sol.id);
    const both = await Promise.allSettled([adds(sol, { code }), adds(sol, { code })]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: notValid });
    await refuses(() => adds(sol, { code }), notValid);
  });

  it('serves nobody else', async () => {
    const { code } = await makeCode(house.context, OPERATOR, sol.id);
    await refuses(() => adds(house.who('admin', 'pia'), { code }), notValid);
    expect(await adds(sol, { code })).toMatchObject({ state: 'pending' });
  });

  it('serves for a quarter of an hour', async () => {
    const { code } = await makeCode(house.context, OPERATOR, sol.id);
    house.clock.pass(15 * 60);
    await refuses(() => adds(sol, { code }), notValid);
  });
});

describe('what the authenticator answers', () => {
  const notValid = { code: 'registration_not_valid', status: 400 };
  const withCode = async (adding: Adding) => {
    const { code } = await makeCode(house.context, OPERATOR, sol.id);
    return refuses(() => adds(sol, { ...adding, code }), notValid);
  };

  it('comes from a page of ours', () => withCode({ otherwise: { origin: 'http://localhost:3999' } }));
  it('is for us', () => withCode({ otherwise: { rpId: 'other.example' } }));
  it('comes with user verification', () => withCode({ otherwise: { userVerified: false } }));
  it('is to a challenge of ours', () => withCode({ otherwise: { challenge: 'x'.repeat(43) } }));
  it('is to the challenge of the very person', () => withCode({ challengeOf: house.who('admin', 'pat') }));

  it('answers a challenge once', async () => {
    const options = await registrationOptions(house.context, sol);
    const wanted = async () => ({
      name: 'A key',
      response: new Authenticator().register(options),
      code: (await makeCode(house.context, OPERATOR, sol.id)).code,
    });
    await addPasskey(house.context, { principal: sol, wanted: await wanted() });
    const again = await wanted();
    await refuses(() => addPasskey(house.context, { principal: sol, wanted: again }), notValid);
  });

  it('is a key that nobody has yet', async () => {
    const { authenticator } = tess;
    const { code } = await makeCode(house.context, OPERATOR, sol.id);
    await refuses(() => adds(sol, { authenticator, code }), { code: 'passkey_known' });
  });
});

describe('a key that waits', () => {
  const confirms = async ({ principal, authenticator }: Enrolled, id: string) => {
    const decision = 'confirm';
    const built = await buildEnrolmentStatement(house.context, { principal, target: id, decision });
    const signed = authenticator.signs(built);
    return confirmPasskey(house.context, { principal, id, decision, signed });
  };
  const stillWaits = async (id: string) =>
    expect(await findPasskey(house.context.reader, id)).toMatchObject({ state: 'pending' });

  it('is not let in by its owner, nor by another account of the same person', async () => {
    const second = await added(house.context, tess.principal);
    await expect(confirms(tess, second.id)).rejects.toMatchObject({ code: 'own_person', status: 403 });
    await stillWaits(second.id);
    const cleo = await house.enrolled('admin', 'cleo');
    const ofAgent = await added(house.context, house.who('support', 'cleo'));
    await expect(confirms(cleo, ofAgent.id)).rejects.toMatchObject({ code: 'own_person', status: 403 });
    await stillWaits(ofAgent.id);
  });

  it('is not let in by being signed in', async () => {
    const { id } = await added(house.context, sol);
    const { principal } = tess;
    const built = await buildEnrolmentStatement(house.context, {
      principal,
      target: id,
      decision: 'confirm',
    });
    const signed = { statement: built.statement, nonce: built.nonce, method: 'session' } as const;
    await expect(
      confirmPasskey(house.context, { principal, id, decision: 'confirm', signed }),
    ).rejects.toMatchObject({ code: 'passkey_required' });
    await stillWaits(id);
  });

  it('is not let in by an agent or a customer', async () => {
    const { id } = await added(house.context, sol);
    for (const principal of [house.who('support', 'ana'), house.who('customer', 'mira')])
      await expect(
        buildEnrolmentStatement(house.context, { principal, target: id, decision: 'confirm' }),
      ).rejects.toMatchObject({ code: 'not_found' });
    await stillWaits(id);
  });

  it('is not let in by a word that was given for another key', async () => {
    const [one, other] = [await added(house.context, sol), await added(house.context, sol)];
    const { principal, authenticator } = tess;
    const decision = 'confirm';
    const built = await buildEnrolmentStatement(house.context, { principal, target: one.id, decision });
    const signed = authenticator.signs(built);
    await expect(
      confirmPasskey(house.context, { principal, id: other.id, decision, signed }),
    ).rejects.toMatchObject({ code: 'statement_not_valid' });
    await stillWaits(other.id);
  });

  it('is not let in by the operator while somebody else could', async () => {
    const authenticator = new Authenticator();
    const { id } = await added(house.context, sol, authenticator);
    const { fingerprint } = authenticator;
    await expect(confirmByOperator(house.context, { by: OPERATOR, id, fingerprint })).rejects.toMatchObject({
      code: 'others_may_confirm',
      status: 403,
    });
    await stillWaits(id);
  });
});

it('nobody is invited by being signed in', async () => {
  const { principal } = tess;
  const asked = { target: sol.id, decision: 'invite' } as const;
  const { statement, nonce } = await buildEnrolmentStatement(house.context, { principal, ...asked });
  const signed = { statement, nonce, method: 'session' } as const;
  await refuses(() => inviteToEnrol(house.context, { principal, id: sol.id, signed }), {
    code: 'passkey_required',
  });
  expect(await activePasskeys(house.context.reader, sol.id)).toEqual([]);
});

it('an invitation ends with whoever signed it', async () => {
  const sam = await house.enrolled('admin', 'sam');
  const pat = house.who('admin', 'pat');
  for (const { principal, authenticator } of [tess, sam]) {
    const asked = { target: pat.id, decision: 'invite' } as const;
    const built = await buildEnrolmentStatement(house.context, { principal, ...asked });
    await inviteToEnrol(house.context, { principal, id: pat.id, signed: authenticator.signs(built) });
  }
  await disablePerson(house.context, house.who('admin', 'max'), sam.principal.id, 'They have left.');
  await refuses(() => adds(pat), { code: 'enrolment_not_invited' });
  expect(await activePasskeys(house.context.reader, pat.id)).toEqual([]);
});
