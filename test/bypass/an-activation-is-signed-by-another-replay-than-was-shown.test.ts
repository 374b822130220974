import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashOf } from '#broker/audit/event.ts';
import { update } from '#broker/db/build.ts';
import { activateVersion } from '#broker/governance/activate-version.ts';
import { findActivation } from '#broker/governance/active-policy.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import type { Proposal } from '#broker/governance/proposal.ts';
import { rejectProposal } from '#broker/governance/reject-proposal.ts';
import { listReplays } from '#broker/governance/replays/read-replays.ts';
import { claimReplay, runReplay } from '#broker/governance/replays/run-replay.ts';
import { startReplay } from '#broker/governance/replays/start-replay.ts';
import { policyReplays } from '#broker/governance/replays/tables.ts';
import { buildActivation } from '#broker/governance/sign-activation.ts';
import { policyProposals } from '#broker/governance/tables.ts';
import { relyingParty } from '#broker/signing/passkeys/relying-party.ts';
import { challengeOf, writeStatement } from '#broker/signing/statement.ts';
import { verifySigned } from '#broker/signing/verify-signed.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { activates, harmless, proposes, signs, withoutReading } from '#test/policy-drafts.ts';

const COMMENT = 'Looked at it.';
let house: House;
let proposal: Proposal;
beforeEach(async () => {
  house = await openHouse();
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
  await house.answers('mira', await house.asks('ana', 'mira', READ));
  house.clock.pass(1);
  await house.enrolled('admin', 'pat');
  proposal = await proposes(house, 'pia', withoutReading());
});
afterEach(() => house.close());

const pat = () => house.who('admin', 'pat');
const inForce = async () => (await findActivation(house.context.reader))?.version;
const build = (replay?: string) =>
  buildActivation(house.context, {
    principal: pat(),
    id: proposal.id,
    decision: 'activate',
    comment: COMMENT,
    replay,
  });

async function replays(days = 7): Promise<{ id: string; hash: string }> {
  await startReplay(house.context, { principal: pat(), id: proposal.id, days });
  const claim = await claimReplay(house.context);
  if (!claim) throw new Error('Nothing waits.');
  await runReplay(house.context, claim);
  const { items } = await listReplays(house.context, { principal: pat(), id: proposal.id, limit: 1 });
  const [newest] = items;
  if (newest?.state.status !== 'done') throw new Error('It is not done.');
  house.clock.pass(1);
  return { id: newest.id, hash: hashOf(newest.state.result) };
}

const sends = (signed: Awaited<ReturnType<typeof signs>>) =>
  activateVersion(house.context, { principal: pat(), id: proposal.id, comment: COMMENT, signed });
const entry = async (type: string) => (await house.entries()).filter((one) => one.type === type).at(-1);

async function refuses(attempt: () => Promise<unknown>, code: string): Promise<void> {
  const before = await inForce();
  await expect(attempt()).rejects.toMatchObject({ code });
  expect(await inForce()).toBe(before);
  const [row] = await house.database.handle
    .select()
    .from(policyProposals)
    .where(eq(policyProposals.id, proposal.id));
  expect(row).toMatchObject({ status: 'open', challenge: null });
}

it('what is signed names the replay and its result, as the log has them', async () => {
  const { id, hash } = await replays();
  const { statement } = await build(id);
  expect(statement).toMatchObject({ replay: id, replay_hash: hash });
  expect((await entry('policy.replayed'))?.hashes).toMatchObject({ result: hash });
  await activates(house, 'pat', proposal);
  expect(await inForce()).toBe(proposal.version);
  expect(await entry('policy.activated')).toMatchObject({ facts: { replay: id }, hashes: { replay: hash } });
  const [row] = await house.database.handle
    .select()
    .from(policyProposals)
    .where(eq(policyProposals.id, proposal.id));
  expect(row?.statement).toMatchObject({ replay: id, replay_hash: hash });
});

it('or that there was none, also in a rejection', async () => {
  const { statement } = await build('none');
  expect(statement.replay).toBe('none');
  expect(statement).not.toHaveProperty('replay_hash');
  const signed = await signs(house, pat(), proposal.id, 'reject');
  const rejecting = { principal: pat(), id: proposal.id, comment: COMMENT, signed };
  await rejectProposal(house.context, rejecting);
  expect(await entry('policy.rejected')).toMatchObject({ facts: { replay: 'none' } });
});

it('a page that shows another one, or none yet, is not signed for', async () => {
  const first = await replays();
  const second = await replays(8);
  for (const told of ['none', first.id]) await refuses(() => build(told), 'replay_moved');
  expect((await build(second.id)).statement).toMatchObject({ replay: second.id });
});

it('a signature by an older one does not activate, nor one from before there was any', async () => {
  const none = await signs(house, pat(), proposal.id);
  await replays();
  await refuses(() => sends(none), 'replay_moved');
  const older = await signs(house, pat(), proposal.id);
  await replays(8);
  await refuses(() => sends(older), 'replay_moved');
  await sends(await signs(house, pat(), proposal.id));
  expect(await inForce()).toBe(proposal.version);
});

it('nor does a statement in which another one was written', async () => {
  const { id } = await replays();
  const forge = async (change: object) => {
    const signed = await signs(house, pat(), proposal.id);
    return sends({ ...signed, statement: { ...signed.statement, ...change } });
  };
  await refuses(() => forge({ replay: 'none' }), 'replay_moved');
  await refuses(() => forge({ replay_hash: 'x'.repeat(43) }), 'statement_not_valid');
  await refuses(async () => {
    const signed = await signs(house, pat(), proposal.id);
    const { replay: _, replay_hash: __, ...statement } = signed.statement;
    return sends({ ...signed, statement });
  }, 'statement_not_valid');
  expect((await build(id)).statement.replay).toBe(id);
});

it('one that runs, or that somebody wrote into the database, has shown nothing', async () => {
  const { id } = await replays();
  const signed = await signs(house, pat(), proposal.id);
  const forged = { result: null, why: 'x' };
  await house.services.database.run(update(policyReplays).set(forged).where(eq(policyReplays.id, id)));
  expect((await build()).statement.replay).toBe('none');
  await refuses(() => sends(signed), 'replay_moved');
  await startReplay(house.context, { principal: pat(), id: proposal.id, days: 7 });
  expect((await build()).statement.replay).toBe('none');
});

it('the replay of another proposal is none of this one', async () => {
  const other = await proposes(house, 'pia', harmless(1));
  await startReplay(house.context, { principal: pat(), id: other.id, days: 7 });
  const claim = await claimReplay(house.context);
  if (claim) await runReplay(house.context, claim);
  expect((await build()).statement.replay).toBe('none');
});

it('what was signed before replays were named still verifies', async () => {
  const parts = {
    kind: 'activation',
    decision: 'activate',
    about: { target: proposal.id },
    detailsHash: 'x'.repeat(43),
    comment: COMMENT,
    signer: pat().id,
  } as const;
  const statement = writeStatement(parts, house.clock.at.toISOString());
  expect(Object.keys(statement).join(' ')).toBe(
    'kind decision target details_hash comment_hash signer issued_at',
  );
  const nonce = 'a-nonce';
  const { authenticator, passkey } = await house.enrolled('admin', 'pat');
  const signed = authenticator.signs({ statement, nonce, challenge: challengeOf(statement, nonce) });
  if (signed.method !== 'passkey') throw new Error('It was not signed with a passkey.');
  const { id, response } = signed.assertion;
  const proof = {
    passkey: passkey.id,
    credential_id: id,
    public_key: passkey.publicKey,
    authenticator_data: response.authenticatorData,
    client_data_json: response.clientDataJSON,
    signature: response.signature,
  };
  const party = relyingParty(house.context);
  expect(await verifySigned({ statement, nonce, proof }, party)).toBe(true);
  const named = { ...statement, replay: 'none' };
  expect(await verifySigned({ statement: named, nonce, proof }, party)).toBe(false);
});
