import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import { findActivation } from '#broker/governance/active-policy.ts';
import { policyProposals } from '#broker/governance/tables.ts';
import { people } from '#broker/identity/tables.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless } from '#test/policy-drafts.ts';

const PROPOSALS = '/v1/policies/proposals';
const scopes = ['policy.propose', 'policy.activate'];
let house: DelegatedHouse;
let pia: SignedIn;
let pat: SignedIn;
let n = 0;
beforeAll(async () => {
  house = await openDelegatedHouse();
  pia = await house.signIn('admin', 'pia', { scopes });
  pat = await house.signIn('admin', 'pat', { scopes });
});
afterAll(() => house.close());

const propose = async (who: SignedIn, files = harmless(++n)) =>
  (await house.call(who, 'POST', PROPOSALS, { files, reason: 'As we agreed.' })).body;
const asks = (who: SignedIn, id: unknown, decision = 'activate') =>
  house.call(who, 'POST', '/v1/statements', { kind: 'activation', target: id, decision });
const sends = async (who: SignedIn, id: unknown, built: Record<string, unknown>, decision = 'activate') => {
  const signed = await house.signsWithPasskey(who.principal, built as unknown as OfferedStatement);
  return house.call(who, 'POST', `${PROPOSALS}/${id}/activations`, { decision, signed });
};
const status = async (id: unknown) =>
  (
    await house.database.handle
      .select({ status: policyProposals.status })
      .from(policyProposals)
      .where(eq(policyProposals.id, String(id)))
  )[0]?.status;

/** Refused, recorded, and what is in force is what was in force. */
async function refuses(
  attempt: () => Promise<{ status: number; body: Record<string, unknown> }>,
  code: string,
) {
  const before = await findActivation(house.context.reader);
  const answer = await attempt();
  expect(answer.body).toMatchObject({ code });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await findActivation(house.context.reader)).toEqual(before);
  expect((await house.refusals()).at(-1)).toMatchObject({ outcome: 'refused', code });
}

it('whoever proposed it neither activates nor rejects it', async () => {
  const { id } = await propose(pia);
  for (const decision of ['activate', 'reject']) await refuses(() => asks(pia, id, decision), 'own_proposal');
  const { body } = await asks(pat, id);
  await refuses(() => sends(pia, id, body), 'own_proposal');
  expect(await status(id)).toBe('open');
  await house.call(pia, 'DELETE', `${PROPOSALS}/${id}`);
});

it('nor does the same person with another account', async () => {
  const other = { id: 'adm_second', sub: 'second', personId: pia.principal.person ?? '' };
  await house.database.run(
    insertInto(people).values({
      ...other,
      domain: 'admin',
      iss: 'https://issuer.example',
      name: 'Pia once more',
      groups: ['policy-owners'],
      createdAt: house.clock.at,
    }),
  );
  const { id } = await propose(pia);
  const second = {
    ...pia,
    principal: { ...pia.principal, id: other.id as typeof pia.principal.id },
  };
  await house.database.run(
    update(signIns)
      .set({ peopleId: other.id })
      .where(eq(signIns.id, pia.principal.signInId ?? '')),
  );
  second.token = await house.personToken(second.principal);
  await refuses(() => asks(second, id), 'own_proposal');
  const { body } = await asks(pat, id);
  await refuses(() => sends(second, id, body), 'own_proposal');
  expect((await house.call(second, 'DELETE', `${PROPOSALS}/${id}`)).status).toBe(200);
  await house.database.run(
    update(signIns)
      .set({ peopleId: pia.principal.id })
      .where(eq(signIns.id, pia.principal.signInId ?? '')),
  );
});

it('nor by proposing the same version once more', async () => {
  const files = harmless(++n);
  const { id } = await propose(pia, files);
  await refuses(
    () => house.call(pia, 'POST', PROPOSALS, { files, reason: 'Once more.' }),
    'already_proposed',
  );
  await refuses(() => house.call(pat, 'POST', PROPOSALS, { files, reason: 'Me too.' }), 'already_proposed');
  await refuses(() => asks(pia, id), 'own_proposal');
  await house.call(pia, 'DELETE', `${PROPOSALS}/${id}`);
});

it('nor through a service that this person answers for', async () => {
  const owned = { owner: pia.principal.id, scopes: ['policy.propose'] };
  await house.database.run(update(clients).set(owned).where(eq(clients.id, 'svc_other')));
  const service = await house.asService('svc_other', undefined, ['policy.propose']);
  const { id } = await propose(service);
  await refuses(() => asks(pia, id), 'own_proposal');
  expect(await status(id)).toBe('open');
  await house.call(pia, 'DELETE', `${PROPOSALS}/${id}`);
});

it('what was signed for one proposal activates no other', async () => {
  const first = await propose(pia);
  const second = await propose(pia);
  const { body } = await asks(pat, first.id);
  await refuses(() => sends(pat, second.id, body), 'statement_not_valid');
  // The nonce was shown, so it is gone.
  await refuses(() => sends(pat, first.id, body), 'statement_not_valid');
  const { body: rejecting } = await asks(pat, first.id, 'activate');
  await refuses(() => sends(pat, first.id, rejecting, 'reject'), 'text_length');
  for (const { id } of [first, second]) {
    expect(await status(id)).toBe('open');
    await house.call(pia, 'DELETE', `${PROPOSALS}/${id}`);
  }
});

it('what was signed for one version activates no other that is put in its place', async () => {
  const first = await propose(pia);
  const second = await propose(pia);
  const { body } = await asks(pat, first.id);
  await house.call(pia, 'DELETE', `${PROPOSALS}/${second.id}`);
  const swap = (version: unknown) =>
    house.database.run(
      update(policyProposals)
        .set({ version: String(version) })
        .where(eq(policyProposals.id, String(first.id))),
    );
  await swap(second.version);
  await refuses(() => sends(pat, first.id, body), 'statement_not_valid');
  await swap(first.version);
  await house.call(pia, 'DELETE', `${PROPOSALS}/${first.id}`);
});

it('a proposal whose ground has moved is proposed anew, with what it changes now', async () => {
  const late = await propose(pia);
  const { body } = await asks(pat, late.id);
  const other = await propose(pat);
  await sends(pia, other.id, (await asks(pia, other.id)).body);
  expect(await status(other.id)).toBe('activated');
  expect(await status(late.id)).toBe('superseded');
  await refuses(() => sends(pat, late.id, body), 'not_open');
  // Even where nobody has written down that it is superseded.
  const reopened = { status: 'open' as const, decidedAt: null };
  await house.database.run(
    update(policyProposals)
      .set(reopened)
      .where(eq(policyProposals.id, String(late.id))),
  );
  expect((await house.call(pat, 'GET', `${PROPOSALS}/${late.id}`)).body).toMatchObject({ moved: true });
  const again = (await asks(pat, late.id)).body;
  await refuses(() => sends(pat, late.id, again), 'policy_moved');
});
