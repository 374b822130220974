import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { buildEnrolmentStatement } from '#broker/signing/passkeys/build-enrolment-statement.ts';
import { confirmPasskey } from '#broker/signing/passkeys/confirm-passkey.ts';
import { removePasskey } from '#broker/signing/passkeys/remove-passkey.ts';
import type { Signed } from '#broker/signing/statement.ts';
import { added, type Enrolled } from '#test/enrolled.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import { Authenticator, type Otherwise } from '#test/passkey.ts';

let house: House;
let tess: Enrolled;
let sam: Enrolled;
let asked: Delegation;
beforeAll(async () => {
  house = await openHouse();
  tess = await house.enrolled('admin', 'tess');
  sam = await house.enrolled('admin', 'sam');
});
afterAll(() => house?.close());
beforeEach(async () => {
  asked = await house.asks('ana', 'mira', WRITE);
});

const offered = (decision: 'approve' | 'deny' = 'approve', target = asked.id) =>
  buildStatement(house.context, {
    principal: tess.principal,
    statement: { kind: 'approval', target, decision },
  });

const approves = (signed: Signed, { id }: Delegation = asked) =>
  reviewRequest(house.context, { principal: tess.principal, review: { id, decision: 'approve', signed } });

async function nothingWasSigned() {
  const { principal } = sam;
  expect(await readDelegation(house.context, { principal, id: asked.id })).toMatchObject({
    state: { status: 'pending' },
    reviews: [],
  });
  expect((await house.entries(asked.id)).map(({ type }) => type)).toEqual(['delegation.requested']);
}

describe('what an authenticator answers is refused', () => {
  it.each<[string, Otherwise, RegExp]>([
    ['without user verification', { userVerified: false }, /user could not be verified/],
    ['without anybody touching it', { userPresent: false }, /not present/],
    ['on a page of another origin', { origin: 'http://localhost:3999' }, /origin/],
    ['for another relying party', { rpId: 'localhost.example' }, /RP ID/],
    ['over another challenge', { challenge: 'x'.repeat(43) }, /challenge/],
    ['as if a key were being made', { type: 'webauthn.create' }, /type/],
  ])('%s', async (_, otherwise, why) => {
    const signed = tess.authenticator.signs(await offered(), otherwise);
    await expect(approves(signed)).rejects.toMatchObject({
      code: 'assertion_not_valid',
      detail: expect.stringMatching(why),
    });
    await nothingWasSigned();
  });

  it('when its counter has not gone on: a copy of the key, or an answer kept for later', async () => {
    await approves(tess.authenticator.signs(await offered(), { counter: 4_000 }));
    asked = await house.asks('ana', 'noel', WRITE);
    for (const counter of [4_000, 3_999, 0]) {
      const signed = tess.authenticator.signs(await offered(), { counter });
      await expect(approves(signed)).rejects.toMatchObject({ code: 'assertion_not_valid' });
    }
    await nothingWasSigned();
  });

  it('by another person’s key, by one that nobody knows, and where the key does not fit its name', async () => {
    await expect(approves(sam.authenticator.signs(await offered()))).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    const stranger = new Authenticator();
    await expect(approves(stranger.signs(await offered()))).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    const built = await offered();
    const signed = stranger.signs(built, { counter: 9_000 });
    signed.assertion.id = tess.passkey.credentialId;
    await expect(approves(signed)).rejects.toMatchObject({
      code: 'assertion_not_valid',
      detail: 'the signature is not of this key',
    });
    await nothingWasSigned();
  });

  it('by a key that waits, and by one that was removed', async () => {
    const authenticator = new Authenticator();
    const { id } = await added(house.context, tess.principal, authenticator);
    await expect(approves(authenticator.signs(await offered()))).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    const built = await buildEnrolmentStatement(house.context, {
      principal: sam.principal,
      target: id,
      decision: 'confirm',
    });
    const signed = sam.authenticator.signs(built);
    await confirmPasskey(house.context, { principal: sam.principal, id, decision: 'confirm', signed });
    const own = { principal: tess.principal, id, whose: 'own' } as const;
    await removePasskey(house.context, own);
    await expect(approves(authenticator.signs(await offered()))).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    await nothingWasSigned();
  });
});

describe('what was signed serves nothing else', () => {
  it('a denial does not approve', async () => {
    const signed = tess.authenticator.signs(await offered('deny'), { counter: 10_000 });
    await expect(approves(signed)).rejects.toMatchObject({ code: 'statement_not_valid' });
    await nothingWasSigned();
  });

  it('not even with the words of an approval put beside the signature', async () => {
    const denial = await offered('deny');
    const approval = await offered('approve');
    const { assertion } = tess.authenticator.signs(denial, { counter: 10_001 });
    const { statement, nonce } = approval;
    await expect(approves({ statement, nonce, method: 'passkey', assertion })).rejects.toMatchObject({
      code: 'assertion_not_valid',
      detail: expect.stringMatching(/challenge/),
    });
    await nothingWasSigned();
  });

  it('the approval of one request does not approve another, nor the same a second time', async () => {
    const other = await house.asks('ben', 'noel', WRITE);
    const signed = tess.authenticator.signs(await offered('approve', other.id), { counter: 10_002 });
    await expect(approves(signed)).rejects.toMatchObject({ code: 'statement_not_valid' });
    await nothingWasSigned();
    const again = tess.authenticator.signs(await offered('approve', other.id), { counter: 10_003 });
    expect((await approves(again, other)).reviews).toHaveLength(1);
    await expect(approves(again, other)).rejects.toMatchObject({ code: 'statement_not_valid' });
  });

  it('an approval lets no key in', async () => {
    const { id } = await added(house.context, house.who('admin', 'sol'));
    const signed = tess.authenticator.signs(await offered(), { counter: 10_004 });
    await expect(
      confirmPasskey(house.context, { principal: tess.principal, id, decision: 'confirm', signed }),
    ).rejects.toMatchObject({ code: 'statement_not_valid' });
    await nothingWasSigned();
  });
});
