import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { people, persons } from '#broker/identity/tables.ts';
import { type House, openHouse } from '#test/house.ts';
import { activates, draft, harmless, proposes, signs } from '#test/policy-drafts.ts';
import { activateVersion } from './activate-version.ts';
import { findActivation } from './active-policy.ts';
import { ensurePolicyVersion } from './ensure-policy-version.ts';
import { proposeVersion } from './propose-version.ts';
import { listProposals, readProposal } from './read-proposal.ts';
import { policyProposals, policyVersions } from './tables.ts';
import { withdrawProposal } from './withdraw-proposal.ts';

let house: House;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
});
beforeEach(() => house.clock.pass(60));
afterAll(() => house.close());

const active = async () => {
  const found = await findActivation(house.context.reader);
  if (!found) throw new Error('Nothing is active.');
  return found;
};
const lastEntry = async () => (await house.entries()).at(-1);
const counted = async () => ({
  proposals: await house.context.reader.$count(policyProposals),
  versions: await house.context.reader.$count(policyVersions),
});
const pia = () => house.who('admin', 'pia');
const pat = () => house.who('admin', 'pat');

it('a draft becomes a version and an open proposal, on record, and nothing of it is active', async () => {
  const before = await active();
  const proposal = await proposes(house, 'pia', harmless(++n));
  expect(proposal).toMatchObject({
    state: { status: 'open' },
    proposedBy: pia().id,
    proposerPerson: pia().person,
    baseVersion: before.version,
    baseEpoch: before.epoch,
  });
  expect(await active()).toEqual(before);
  expect(await lastEntry()).toMatchObject({
    type: 'policy.proposed',
    actor: pia().id,
    target: proposal.id,
    hashes: { proposed: proposal.version, base: before.version },
    facts: { proposer: pia().id, changes: 1, wider: 1 },
  });
  const shown = await readProposal(house.context, proposal.id);
  expect(shown).toMatchObject({ against: before.version, moved: false });
  expect(shown.changes).toEqual([{ where: 'assurance', what: 'changed', widens: true }]);
  await withdrawProposal(house.context, { principal: pia(), id: proposal.id });
});

it('what the draft leaves out of its trusted issuers is as the active version says', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  const [row] = await house.database.handle
    .select()
    .from(policyVersions)
    .where(eq(policyVersions.version, proposal.version));
  expect(JSON.parse(row?.files['domains.json'] ?? '')).toEqual(house.context.config.domains);
  expect(Object.keys(row?.files ?? {}).some((path) => path.startsWith('tests/'))).toBe(false);
  await withdrawProposal(house.context, { principal: pia(), id: proposal.id });
});

it('a draft with problems is refused with all of them, and nothing is stored', async () => {
  const before = await counted();
  const files = draft({
    'more.cedar': '@id("more") @reason("More.") @approvals("nobody") permit (principal, action, resource);',
    'notes.txt': 'Remember the milk.',
    'domains.json': '{"support":{"issuer":"https://elsewhere.example"}}',
  });
  await expect(proposes(house, 'pia', files)).rejects.toMatchObject({
    code: 'draft_has_problems',
    status: 422,
    extra: {
      problems: expect.arrayContaining([
        { where: 'notes.txt', what: 'is no part of a policy version' },
        expect.objectContaining({ where: 'domains.json' }),
        expect.objectContaining({ where: 'more' }),
      ]),
    },
  });
  expect(await counted()).toEqual(before);
});

it('a draft whose own tests do not hold is refused, and so is one that cannot be read or is too large', async () => {
  const wrong = draft({ 'tests/deny/everything.json': '{"request":{},"expect":{"reasons":[]}}' });
  await expect(proposes(house, 'pia', wrong)).rejects.toMatchObject({
    code: 'draft_has_problems',
    extra: { problems: [{ where: 'tests/deny/everything.json', what: expect.stringContaining('decision') }] },
  });
  await expect(proposes(house, 'pia', draft({ 'roles.json': '{' }))).rejects.toMatchObject({
    extra: { problems: expect.arrayContaining([{ where: 'roles.json', what: 'roles.json is not JSON' }]) },
  });
  const large = draft({ 'large.cedar': `// ${'x'.repeat(200_000)}` });
  await expect(proposes(house, 'pia', large)).rejects.toMatchObject({ code: 'draft_too_large', status: 413 });
});

it('only policy owners propose, and only with a reason', async () => {
  await expect(proposes(house, 'tess', harmless(++n))).rejects.toMatchObject({ code: 'wrong_domain' });
  await expect(proposes(house, 'pia', harmless(n), ' ')).rejects.toMatchObject({ code: 'text_length' });
});

it('what is active already, or proposed already, is not proposed again', async () => {
  await expect(proposes(house, 'pia', draft())).rejects.toMatchObject({ code: 'already_active' });
  const proposal = await proposes(house, 'pia', harmless(++n));
  await expect(proposes(house, 'pat', harmless(n))).rejects.toMatchObject({ code: 'already_proposed' });
  await withdrawProposal(house.context, { principal: pia(), id: proposal.id });
  await withdrawProposal(house.context, {
    principal: pat(),
    id: (await proposes(house, 'pat', harmless(n))).id,
  });
});

it('a second person activates it: an epoch begins, on record, and other proposals are superseded', async () => {
  const before = await active();
  const proposal = await proposes(house, 'pia', harmless(++n));
  const other = await proposes(house, 'pat', harmless(++n));
  const activated = await activates(house, 'pat', proposal);
  expect(activated.state).toMatchObject({ status: 'activated', decidedBy: pat().id });
  expect(await active()).toEqual({ version: proposal.version, epoch: before.epoch + 1 });
  expect(await lastEntry()).toMatchObject({
    type: 'policy.activated',
    actor: pat().id,
    target: proposal.id,
    policy_version: proposal.version,
    hashes: { previous: before.version, diff: expect.any(String), statement: expect.any(String) },
    facts: { epoch: before.epoch + 1, proposer: pia().id },
  });
  const { proposal: after } = await readProposal(house.context, other.id);
  expect(after.state.status).toBe('superseded');
  const [row] = await house.database.handle
    .select()
    .from(policyProposals)
    .where(eq(policyProposals.id, proposal.id));
  expect(row?.statement).toMatchObject({ kind: 'activation', target: proposal.id, signer: pat().id });
  await expect(activates(house, 'pat', proposal)).rejects.toMatchObject({ code: 'not_open' });
});

it('going back is the activation of an older version, with the tests that it came with', async () => {
  const before = await active();
  const first = house.context.policy.version;
  const proposal = await proposeVersion(house.context, {
    principal: pat(),
    draft: { version: first },
    reason: 'The new one asks too much.',
  });
  expect(proposal.version).toBe(first);
  await activates(house, 'pia', proposal);
  expect(await active()).toEqual({ version: first, epoch: before.epoch + 1 });
  const back = await proposeVersion(house.context, {
    principal: pia(),
    draft: { version: before.version },
    reason: 'It did not.',
  });
  expect(Object.keys(back.tests)).toContain('tests/base.json');
  await withdrawProposal(house.context, { principal: pia(), id: back.id });
  await expect(
    proposeVersion(house.context, { principal: pia(), draft: { version: 'nothing' }, reason: 'So.' }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

it('a second person says no, and why', async () => {
  const before = await active();
  const proposal = await proposes(house, 'pia', harmless(++n));
  await expect(activates(house, 'pat', proposal, 'reject', '')).rejects.toMatchObject({
    code: 'text_length',
  });
  const { state } = await activates(house, 'pat', proposal, 'reject', 'It says too little.');
  expect(state).toMatchObject({ status: 'rejected', comment: 'It says too little.' });
  expect(await lastEntry()).toMatchObject({ type: 'policy.rejected', actor: pat().id, target: proposal.id });
  expect(await active()).toEqual(before);
  await expect(activates(house, 'pat', proposal)).rejects.toMatchObject({ code: 'not_open' });
  await expect(withdrawProposal(house.context, { principal: pia(), id: proposal.id })).rejects.toMatchObject({
    code: 'not_open',
  });
});

it('who proposed it takes it back, and nobody else does', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  await expect(withdrawProposal(house.context, { principal: pat(), id: proposal.id })).rejects.toMatchObject({
    code: 'not_yours',
  });
  await withdrawProposal(house.context, { principal: pia(), id: proposal.id });
  expect(await lastEntry()).toMatchObject({ type: 'policy.withdrawn', actor: pia().id });
  await expect(activates(house, 'pat', proposal)).rejects.toMatchObject({ code: 'not_open' });
  const { items } = await listProposals(house.context, { status: 'withdrawn', limit: 100 });
  expect(items.map(({ id }) => id)).toContain(proposal.id);
});

it('a proposer who is shut out, or owns no policy any more, has proposed nothing', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  const signed = await signs(house, pat(), proposal.id);
  const activating = { principal: pat(), id: proposal.id, comment: 'Looked at it.', signed };
  const regroup = (groups: string[]) =>
    house.database.run(update(people).set({ groups }).where(eq(people.id, pia().id)));
  await house.database.run(
    update(people)
      .set({ groups: ['policy-owners'] })
      .where(eq(people.id, house.who('admin', 'tess').id)),
  );
  await regroup(['team-leads']);
  const before = await active();
  await expect(activateVersion(house.context, activating)).rejects.toMatchObject({ code: 'proposer_gone' });
  await regroup(['policy-owners']);
  const shut = (at: Date | null) =>
    house.database.run(
      update(persons)
        .set({ disabledAt: at })
        .where(eq(persons.id, pia().person ?? '')),
    );
  await shut(house.clock.at);
  await expect(activates(house, 'pat', proposal)).rejects.toMatchObject({ code: 'proposer_gone' });
  expect(await active()).toEqual(before);
  await shut(null);
  await activates(house, 'pat', proposal);
});
