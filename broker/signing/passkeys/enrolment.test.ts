import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '#broker/identity/principal.ts';
import { added, OPERATOR } from '#test/enrolled.ts';
import { type House, openHouse } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';
import { addPasskey, type NewPasskey } from './add-passkey.ts';
import { buildEnrolmentStatement } from './build-enrolment-statement.ts';
import { confirmByOperator } from './confirm-by-operator.ts';
import { confirmPasskey } from './confirm-passkey.ts';
import { inviteToEnrol } from './invite-to-enrol.ts';
import { makeCode } from './make-code.ts';
import { registrationOptions } from './registration-options.ts';
import { removePasskey } from './remove-passkey.ts';
import { findPasskey, selectPasskeys } from './store.ts';
import { passkeyConfirmations } from './tables.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

let before = 0;
beforeEach(async () => {
  before = (await house.entries()).length;
});
const logged = async () =>
  (await house.entries()).slice(before).map(({ type, actor, subject }) => ({ type, actor, subject }));

async function adds(
  principal: Principal,
  more: Partial<NewPasskey> = {},
  authenticator = new Authenticator(),
) {
  const response = authenticator.register(await registrationOptions(house.context, principal));
  return addPasskey(house.context, { principal, wanted: { name: 'A key', response, ...more } });
}

async function decides(login: string, id: string, decision: 'confirm' | 'reject') {
  const one = await house.enrolled('admin', login);
  const { principal } = one;
  const built = await buildEnrolmentStatement(house.context, { principal, target: id, decision });
  const signed = one.authenticator.signs(built);
  return confirmPasskey(house.context, { principal, id, decision, signed });
}

async function invites(login: string, id: string) {
  const { principal, authenticator } = await house.enrolled('admin', login);
  const built = await buildEnrolmentStatement(house.context, { principal, target: id, decision: 'invite' });
  return inviteToEnrol(house.context, { principal, id, signed: authenticator.signs(built) });
}

describe('staff', () => {
  it('with a code add a key that waits; nobody else being enrolled, the operator lets it in by its fingerprint', async () => {
    const tess = house.who('admin', 'tess');
    const authenticator = new Authenticator({ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' });
    const passkey = await added(house.context, tess, authenticator);
    expect(passkey).toMatchObject({ state: 'pending', enrolledBy: 'code', aaguid: authenticator.aaguid });
    const { id } = passkey;
    await expect(
      confirmByOperator(house.context, { by: OPERATOR, id, fingerprint: new Authenticator().fingerprint }),
    ).rejects.toMatchObject({ code: 'fingerprint_differs' });
    const fingerprint = authenticator.fingerprint.toUpperCase().replaceAll('-', ' ');
    const letIn = await confirmByOperator(house.context, { by: OPERATOR, id, fingerprint });
    expect(await findPasskey(house.context.reader, id)).toEqual(letIn);
    expect(letIn).toMatchObject({ state: 'active', confirmedBy: OPERATOR });
    expect(await logged()).toEqual([
      { type: 'enrolment_code.made', actor: OPERATOR, subject: tess.id },
      { type: 'passkey.added', actor: tess.id, subject: tess.id },
      { type: 'passkey.confirmed', actor: OPERATOR, subject: tess.id },
    ]);
    await expect(confirmByOperator(house.context, { by: OPERATOR, id, fingerprint })).rejects.toMatchObject({
      code: 'not_pending',
    });
    await removePasskey(house.context, { principal: tess, id, whose: 'own' });
  });

  it('let each other in, with a key; the operator then no longer does', async () => {
    const tess = await house.enrolled('admin', 'tess');
    before = (await house.entries()).length;
    const authenticator = new Authenticator();
    const waiting = await added(house.context, house.who('admin', 'sam'), authenticator);
    const { fingerprint } = authenticator;
    await expect(
      confirmByOperator(house.context, { by: OPERATOR, id: waiting.id, fingerprint }),
    ).rejects.toMatchObject({ code: 'others_may_confirm' });
    const letIn = await decides('tess', waiting.id, 'confirm');
    expect(await findPasskey(house.context.reader, waiting.id)).toEqual(letIn);
    expect(letIn).toMatchObject({ state: 'active', confirmedBy: tess.principal.id });
    const [kept] = await house.database.handle
      .select()
      .from(passkeyConfirmations)
      .where(eq(passkeyConfirmations.passkeyId, waiting.id));
    expect(kept).toMatchObject({
      decision: 'confirm',
      method: 'passkey',
      proof: { passkey: tess.passkey.id },
    });
    expect((await logged()).at(-1)).toMatchObject({ type: 'passkey.confirmed', actor: tess.principal.id });
    await expect(decides('tess', waiting.id, 'reject')).rejects.toMatchObject({ code: 'not_pending' });
  });

  it('keep a key out that its owner does not know', async () => {
    const waiting = await added(house.context, house.who('admin', 'sol'));
    expect(await decides('tess', waiting.id, 'reject')).toMatchObject({ state: 'removed' });
    expect((await logged()).at(-1)).toMatchObject({ type: 'passkey.rejected' });
  });

  it('two people who decide one key at the same moment: one of them does', async () => {
    await house.enrolled('admin', 'sol');
    const waiting = await added(house.context, house.who('admin', 'edda'));
    const both = await Promise.allSettled([
      decides('tess', waiting.id, 'confirm'),
      decides('sol', waiting.id, 'reject'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'not_pending' },
    });
  });

  it('are invited by two approvers who sign, and then need no code; the invitations serve once', async () => {
    const pat = house.who('admin', 'pat');
    await house.enrolled('admin', 'sol');
    before = (await house.entries()).length;
    await expect(adds(pat)).rejects.toMatchObject({ code: 'enrolment_not_invited' });
    await invites('tess', pat.id);
    await invites('tess', pat.id);
    await expect(adds(pat)).rejects.toMatchObject({ code: 'enrolment_not_invited' });
    await invites('sol', pat.id);
    expect(await adds(pat)).toMatchObject({ state: 'pending', enrolledBy: 'approvers' });
    expect((await logged()).map(({ type }) => type)).toEqual([
      'person.invited_to_enrol',
      'person.invited_to_enrol',
      'person.invited_to_enrol',
      'passkey.added',
    ]);
    await expect(adds(pat)).rejects.toMatchObject({ code: 'enrolment_not_invited' });
  });

  it('who are no approvers, or the very person, invite nobody', async () => {
    const pia = await house.enrolled('admin', 'pia');
    const asked = { target: house.who('admin', 'pat').id, decision: 'invite' } as const;
    await expect(
      buildEnrolmentStatement(house.context, { principal: pia.principal, ...asked }),
    ).rejects.toMatchObject({ code: 'wrong_domain' });
    const cleo = house.who('admin', 'cleo');
    for (const target of [cleo.id, house.who('support', 'cleo').id])
      await expect(
        buildEnrolmentStatement(house.context, { principal: cleo, target, decision: 'invite' }),
      ).rejects.toMatchObject({ code: 'own_person' });
  });

  it('a newer code ends the one before it', async () => {
    const edda = house.who('admin', 'edda');
    const { code } = await makeCode(house.context, OPERATOR, edda.id);
    const newer = await makeCode(house.context, OPERATOR, edda.id);
    await expect(adds(edda, { code })).rejects.toMatchObject({ code: 'code_not_valid' });
    expect(await adds(edda, { code: ` ${newer.code.toUpperCase()} ` })).toMatchObject({ state: 'pending' });
  });

  it('nobody is handed a code who is not there', async () => {
    await expect(makeCode(house.context, OPERATOR, 'adm_nobody')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('customers', () => {
  it('add their first key with a fresh sign-in, and sign with it at once', async () => {
    const mira = house.who('customer', 'mira');
    const old = { ...mira, authTime: new Date(house.clock.at.getTime() - 301_000) };
    for (const stale of [old, { ...mira, authTime: undefined }])
      await expect(adds(stale)).rejects.toMatchObject({
        code: 'insufficient_user_authentication',
        extra: { max_age: 300 },
      });
    expect(await adds(mira)).toMatchObject({ state: 'active', enrolledBy: 'sign_in' });
    expect(await logged()).toEqual([{ type: 'passkey.added', actor: mira.id, subject: mira.id }]);
  });

  it('let a further key in with an earlier one, and nobody else does', async () => {
    const noel = await house.enrolled('customer', 'noel');
    const { principal, authenticator } = noel;
    const second = await adds(principal);
    expect(second).toMatchObject({ state: 'pending', enrolledBy: 'earlier_key' });
    await expect(decides('tess', second.id, 'confirm')).rejects.toMatchObject({ code: 'own_person' });
    const decision = 'confirm';
    const built = await buildEnrolmentStatement(house.context, { principal, target: second.id, decision });
    const signed = authenticator.signs(built);
    const letIn = await confirmPasskey(house.context, { principal, id: second.id, decision, signed });
    expect(letIn).toMatchObject({ state: 'active', confirmedBy: principal.id });
    const other = house.who('customer', 'mira');
    await expect(
      buildEnrolmentStatement(house.context, { principal: other, target: second.id, decision }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('who have lost every key start again with a code, not with a sign-in', async () => {
    const { principal } = await house.enrolled('customer', 'noel');
    for (const { id } of await selectPasskeys(house.context.reader, undefined))
      if ((await findPasskey(house.context.reader, id))?.owner === principal.id)
        await removePasskey(house.context, { principal, id, whose: 'own' }).catch(() => undefined);
    await expect(adds(principal)).rejects.toMatchObject({ code: 'enrolment_not_invited' });
    const authenticator = new Authenticator();
    const { code } = await makeCode(house.context, OPERATOR, principal.id);
    const { id, state } = await adds(principal, { code }, authenticator);
    expect(state).toBe('pending');
    const { fingerprint } = authenticator;
    expect(await confirmByOperator(house.context, { by: OPERATOR, id, fingerprint })).toMatchObject({
      state: 'active',
    });
  });
});

it('a key is removed by its owner or by who looks after people, once', async () => {
  const waiting = await added(house.context, house.who('admin', 'pat'));
  const of = (login: string, whose: 'own' | 'anybody') =>
    removePasskey(house.context, { principal: house.who('admin', login), id: waiting.id, whose });
  await expect(of('tess', 'own')).rejects.toMatchObject({ code: 'not_found' });
  expect(await of('max', 'anybody')).toMatchObject({ state: 'removed' });
  expect((await logged()).at(-1)).toMatchObject({
    type: 'passkey.removed',
    actor: house.who('admin', 'max').id,
  });
  await expect(of('pat', 'own')).rejects.toMatchObject({ code: 'already_removed' });
});

it('a service has no passkey', async () => {
  const principal: Principal = { ...house.who('support', 'ana'), domain: 'service', person: undefined };
  await expect(registrationOptions(house.context, principal)).rejects.toMatchObject({ code: 'wrong_domain' });
});

it('where policy names the kinds of authenticators, no other is taken', async () => {
  const known = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4';
  const { passkeys } = house.context.config;
  if (!passkeys) throw new Error('Passkeys are configured here.');
  const config = { ...house.context.config, passkeys: { ...passkeys, aaguids: [known] } };
  const context = { ...house.context, config };
  const principal = house.who('admin', 'audra');
  await expect(added(context, principal)).rejects.toMatchObject({ code: 'authenticator_not_allowed' });
  expect(await added(context, principal, new Authenticator({ aaguid: known }))).toMatchObject({
    state: 'pending',
  });
});
