import { setTimeout as delay } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless, proposes, signs, withoutReading } from '#test/policy-drafts.ts';
import { rounds } from '#test/rounds.ts';
import type { Session } from '../session/session.ts';
import { activateVersion } from './activate-version.ts';
import { findActivation, holdActivePolicy, type PolicyHolder } from './active-policy.ts';
import type { Proposal } from './proposal.ts';
import { rejectProposal } from './reject-proposal.ts';
import { policyProposals } from './tables.ts';

const ROUNDS = rounds(200);
const AGENTS = ['ana', 'ben', 'cleo', 'eve'];
const CUSTOMERS = ['mira', 'lena', 'yuki', 'kai'];
let house: DelegatedHouse;
let holder: PolicyHolder;
let n = 0;
beforeAll(async () => {
  house = await openDelegatedHouse();
  // A key signs on from what it signed last, and who lets another one in signs with it.
  for (const login of ['pat', 'pia']) await house.enrolled('admin', login);
  holder = await holdActivePolicy(house.context.reader, house.context.log);
}, 240_000);
afterAll(() => house.close());

/** Begins up to some milliseconds late, so that every interleaving comes up. */
async function late<T>(withinMs: number, begin: () => Promise<T>): Promise<T> {
  await delay(Math.random() * withinMs);
  return begin();
}

/** What races with an activation begins while it is being looked at, and about as often after it. */
let takesMs = 50;
async function timed<T>(activate: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const activated = await activate();
  takesMs = performance.now() - began;
  return activated;
}

const race = <A, B>(one: () => Promise<A>, other: () => Promise<B>, withinMs: number) =>
  Promise.allSettled([late(4, () => timed(one)), late(withinMs, other)]);

/** Everything but the deciding write done before: what races is the write. */
async function activation(login: string, proposal: Proposal) {
  const principal = house.who('admin', login);
  const signed = await signs(house, principal, proposal.id);
  return () =>
    activateVersion(house.context, { principal, id: proposal.id, comment: 'Looked at it.', signed });
}

/** Both outcomes came up: otherwise nothing raced. */
function expectEither(happened: number) {
  if (ROUNDS < 200) return;
  expect(happened).toBeGreaterThan(0);
  expect(happened).toBeLessThan(ROUNDS);
}

const epoch = async () => (await findActivation(house.context.reader))?.epoch ?? 0;
const activations = async () =>
  (await house.entries()).filter(({ type }) => type === 'policy.activated').length;

describe(`${ROUNDS} races each: one outcome, and the log says the same`, { timeout: 900_000 }, () => {
  it('two persons activate two proposals: one of them becomes active, and one epoch begins', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const proposals = [
        await proposes(house, 'pia', harmless(++n)),
        await proposes(house, 'pat', harmless(++n)),
      ];
      const [first, second] = proposals;
      if (!first || !second) throw new Error('There are two.');
      const [before, logged] = [await epoch(), await activations()];
      const settled = await race(await activation('pat', first), await activation('pia', second), 4);
      const won = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      for (const one of settled)
        if (one.status === 'rejected') expect(one.reason.code).toMatch(/^(policy_moved|not_open)$/);
      expect(await findActivation(house.context.reader)).toEqual({
        version: won[0]?.version,
        epoch: before + 1,
      });
      expect(await activations()).toBe(logged + 1);
      const rows = await house.database.handle
        .select({ status: policyProposals.status })
        .from(policyProposals)
        .where(
          inArray(
            policyProposals.id,
            proposals.map(({ id }) => id),
          ),
        );
      expect(rows.map(({ status }) => status).sort()).toEqual(['activated', 'superseded']);
    }
  });

  it('one person activates and another rejects: one of them decides', async () => {
    let rejected = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const proposal = await proposes(house, 'pia', harmless(++n));
      const before = await epoch();
      const principal = house.who('admin', 'pat');
      const signed = await signs(house, principal, proposal.id, 'reject', 'No.');
      const [yes, no] = await race(
        await activation('pat', proposal),
        () => rejectProposal(house.context, { principal, id: proposal.id, comment: 'No.', signed }),
        1.5 * takesMs,
      );
      expect([yes, no].filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await epoch()).toBe(before + (yes.status === 'fulfilled' ? 1 : 0));
      if (no.status === 'fulfilled') rejected += 1;
    }
    expectEither(rejected);
  });

  it('a version becomes active while another broker issues under the one before: nothing issued is worth anything then', async () => {
    const openAgain = async () => {
      await (await activation('pat', await proposes(house, 'pia', harmless(++n))))();
      await holder.refresh();
      house.judgeBy(holder.current());
    };
    const agents = await Promise.all(AGENTS.map((login) => house.signIn('support', login)));
    let refused = 0;
    for (let round = 0; round < ROUNDS / AGENTS.length; round++) {
      await openAgain();
      const inside: { agent: SignedIn; session: Session; grant: string }[] = [];
      for (const [index, agent] of agents.entries()) {
        const session = await house.starts(
          agent,
          await house.granted(AGENTS[index] ?? '', CUSTOMERS[index] ?? ''),
        );
        inside.push({ agent, session, grant: await house.grantToken(agent, session.delegation, session) });
      }
      const activate = await activation('pat', await proposes(house, 'pia', withoutReading(++n)));
      // The issuing broker judges by the version before until it looks again.
      const issuing = () =>
        Promise.all(
          inside.map(({ agent, grant }) => late(1.5 * takesMs, () => house.exchange(agent, grant))),
        );
      const [, issued] = await Promise.all([timed(activate), issuing()]);
      for (const { status, body } of issued) {
        if (status === 200)
          expect(await house.introspect(String(body.access_token))).toEqual({ active: false });
        else refused += 1;
      }
      for (const { agent, session, grant } of inside) {
        expect((await house.exchange(agent, grant)).status).not.toBe(200);
        await house.call(agent, 'DELETE', `/v1/sessions/${session.id}`);
      }
    }
    expectEither(refused);
  });
});
