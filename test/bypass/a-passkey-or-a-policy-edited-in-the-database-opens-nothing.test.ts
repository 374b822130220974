import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextFor } from '#broker/context.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { makeOffer } from '#broker/delegation/make-offer.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { type Activation, findActivation, holdActivePolicy } from '#broker/governance/active-policy.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { startSession } from '#broker/session/start-session.ts';
import { removePasskey } from '#broker/signing/passkeys/remove-passkey.ts';
import { findPasskey } from '#broker/signing/passkeys/store.ts';
import { RESOURCE } from '#test/demo.ts';
import { added, type Enrolled } from '#test/enrolled.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';
import { activates, harmless, proposes } from '#test/policy-drafts.ts';
import { signsReview } from '#test/signs-review.ts';
import { attacker, projected } from '#test/tamper.ts';

let house: House;
let intruder: ReturnType<typeof attacker>;
let tess: Enrolled;
beforeAll(async () => {
  house = await openHouse();
  intruder = attacker(house);
  tess = await house.enrolled('admin', 'tess');
  await ensurePolicyVersion(house.context, loadBundle('policies', house.context.config.domains));
}, 60_000);
beforeEach(() => house.clock.pass(60));
afterAll(() => house?.close());

const approvals = async (id: string) =>
  (await house.entries(id)).filter(({ type }) => type === 'approval.given').length;

describe('a passkey', () => {
  let asked: Delegation;
  beforeEach(async () => {
    asked = await house.asks('ben', 'noel', WRITE);
  });
  afterEach(async () => expect(await approvals(asked.id)).toBe(0));

  it('that waits for its confirmation and was made active signs nothing', async () => {
    const principal = house.who('admin', 'sam');
    const authenticator = new Authenticator();
    const waiting = await added(house.context, principal, authenticator);
    const confirmed = { confirmed_at: house.clock.at.toISOString(), confirmed_by: tess.principal.id };
    await intruder.set('passkeys', waiting.id, { state: 'active', ...confirmed });
    await expect(signsReview(house, { principal, authenticator }, asked)).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    expect(await findPasskey(house.context.reader, waiting.id)).toMatchObject({ state: 'removed' });
    await removePasskey(house.context, { principal, id: waiting.id, whose: 'own' });
  });

  it('whose public key was swapped signs nothing, with the key that was put there', async () => {
    const authenticator = new Authenticator();
    const row = await intruder.copy('passkeys', tess.passkey.id);
    await intruder.set('passkeys', tess.passkey.id, {
      public_key: Buffer.from(authenticator.publicKey).toString('base64url'),
      credential_id: authenticator.credentialId.toString('base64url'),
    });
    const { principal } = tess;
    await expect(signsReview(house, { principal, authenticator }, asked)).rejects.toMatchObject({
      code: 'assertion_not_valid',
    });
    await intruder.putBack('passkeys', row);
  });

  it.each(['another owner', 'no confirmation', 'no row at all'])(
    'of which the table has %s still keeps its owner from signing without it',
    async (what) => {
      const row = await intruder.copy('passkeys', tess.passkey.id);
      await projected(house);
      if (what === 'another owner')
        await intruder.set('passkeys', tess.passkey.id, { owner_id: 'adm_nobody' });
      else if (what === 'no confirmation')
        await intruder.set('passkeys', tess.passkey.id, { state: 'pending', confirmed_at: null });
      else await house.services.database.run(sql`delete from passkeys where id = ${tess.passkey.id}`);
      await expect(signsReview(house, { principal: tess.principal }, asked)).rejects.toMatchObject({
        code: 'passkey_required',
      });
      if (what === 'no row at all') await intruder.insert('passkeys', row, {});
      else await intruder.putBack('passkeys', row);
    },
  );

  it('that was removed is not active again', async () => {
    const cleo = await house.enrolled('admin', 'cleo');
    await removePasskey(house.context, { principal: cleo.principal, id: cleo.passkey.id, whose: 'own' });
    await intruder.set('passkeys', cleo.passkey.id, { state: 'active', removed_at: null, removed_by: null });
    await expect(signsReview(house, cleo, asked)).rejects.toMatchObject({ code: 'assertion_not_valid' });
  });
});

describe('a signature that is kept', () => {
  it.each([
    ['proof', { signature: 'MEUCIQ' }],
    ['nonce', 'n'.repeat(43)],
    ['comment', 'I have looked at it.'],
  ])('with another %s counts as not given', async (column, value) => {
    const asked = await house.asks('ana', 'mira', WRITE);
    await house.reviews('tess', asked);
    const granted = await house.answers('mira', asked);
    const [review] = granted.reviews;
    const { proof } = JSON.parse(await intruder.copy('reviews', review?.id ?? ''));
    const set = typeof value === 'string' ? value : { ...proof, ...value };
    await intruder.set('reviews', review?.id ?? '', { [column]: set });
    const principal = house.who('support', 'ana');
    const starting = { principal, delegationId: granted.id, grantKey: { jkt: 'a'.repeat(43) } };
    await expect(startSession(house.context, starting)).rejects.toMatchObject({ status: 403 });
    expect((await house.entries(granted.id)).map(({ type }) => type)).not.toContain('session.started');
  });
});

describe('policy', () => {
  const active = async (): Promise<Activation> => {
    const found = await findActivation(house.context.reader);
    if (!found) throw new Error('Nothing is active.');
    return found;
  };
  const putActive = ({ version, epoch }: Activation) =>
    house.services.database.run(sql`update active_policy set version = ${version}, epoch = ${epoch}`);

  it('that was made an older stored version judges nothing, whatever its epoch says', async () => {
    const { reader, log } = house.context;
    const older = await active();
    await activates(house, 'pat', await proposes(house, 'pia', harmless(1)));
    const now = await active();
    const holder = await holdActivePolicy(reader, log);
    for (const epoch of [older.epoch, now.epoch, now.epoch + 1]) {
      await putActive({ version: older.version, epoch });
      await expect(holdActivePolicy(reader, log)).rejects.toThrow(
        'Something other than the broker activated',
      );
      if (epoch !== now.epoch) await expect(holder.refresh()).rejects.toThrow('Something other');
      expect(holder.current().version).toBe(now.version);
    }
    await putActive(now);
    await holder.refresh();
    expect(holder.current().version).toBe(now.version);
  });

  it.each([
    ['proposer', { proposed_by: 'adm_else', proposer_person: 'prs_else' }],
    ['version', { version: 'older' }],
    ['reason', { reason: 'Another one.' }],
  ])('of which the proposal has another %s is activated by nobody', async (what, values) => {
    const before = await active();
    const proposal = await proposes(house, 'pia', harmless(10 + what.length));
    const set = what === 'version' ? { version: before.version } : values;
    await intruder.set('policy_proposals', proposal.id, set);
    await expect(activates(house, 'pat', proposal)).rejects.toMatchObject({ code: 'not_open' });
    expect(await active()).toEqual(before);
  });
});

it('an offer that says more than the customer offered opens nothing', async () => {
  const identifier = house.accountOf('mira');
  const { offer, code } = await makeOffer(house.context, {
    principal: house.who('customer', 'mira'),
    offer: { identifier, actions: READ.slice(0, 1), maxDurationSeconds: 60, validForSeconds: 3600 },
  });
  await intruder.set('offers', offer.id, { max_duration_s: 600 });
  const context = contextFor(house.services, { requestId: 'test' });
  const details = { type: 'delegation_session' as const, locations: [RESOURCE], identifier };
  const purpose = { code: 'check-setting', ref: 'TCK-1042' };
  await expect(
    submitRequest(context, {
      principal: house.who('support', 'ana'),
      request: {
        subject: house.who('customer', 'mira').id,
        justification: 'The customer told me the code on the telephone.',
        offer: code,
        authorizationDetails: [{ ...details, actions: READ.slice(0, 1), purpose, max_duration: 600 }],
      },
    }),
  ).rejects.toMatchObject({ code: 'offer_not_valid' });
});
