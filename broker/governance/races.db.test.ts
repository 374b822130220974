import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless, proposes, signs, withoutReading } from '#test/policy-drafts.ts';
import { openRace } from '#test/race.ts';
import { rounds } from '#test/rounds.ts';
import { endSession } from '../session/end-session.ts';
import type { Session } from '../session/session.ts';
import { activateVersion } from './activate-version.ts';
import { findActivation, holdActivePolicy, type PolicyHolder } from './active-policy.ts';
import type { Proposal } from './proposal.ts';
import { rejectProposal } from './reject-proposal.ts';
import { policyProposals } from './tables.ts';

const ROUNDS = rounds(200);
/** Of two decisions about one proposal, or two: each takes long, and few moments matter. */
const DECISIONS = rounds(process.env.COUNTERSIGN_NIGHTLY === 'true' ? 200 : 60);
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

/** Everything but the deciding write done before: what races is the write. */
async function activation(login: string, proposal: Proposal) {
  const principal = house.who('admin', login);
  const signed = await signs(house, principal, proposal.id);
  return () =>
    activateVersion(house.context, { principal, id: proposal.id, comment: 'Looked at it.', signed });
}

const epoch = async () => (await findActivation(house.context.reader))?.epoch ?? 0;
const activations = async () =>
  (await house.entries()).filter(({ type }) => type === 'policy.activated').length;

describe('races: one outcome, and the log says the same', { timeout: 900_000 }, () => {
  it(`${DECISIONS} times two persons activate two proposals: one of them becomes active, and one epoch begins`, async () => {
    const race = openRace();
    for (let round = 0; round < DECISIONS; round++) {
      const proposals = [
        await proposes(house, 'pia', harmless(++n)),
        await proposes(house, 'pat', harmless(++n)),
      ];
      const [first, second] = proposals;
      if (!first || !second) throw new Error('There are two.');
      const [before, logged] = [await epoch(), await activations()];
      const settled = await race.run(await activation('pat', first), await activation('pia', second));
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
    race.expectEither();
  });

  it(`${DECISIONS} times one person activates and another rejects: one of them decides`, async () => {
    const race = openRace();
    for (let round = 0; round < DECISIONS; round++) {
      const proposal = await proposes(house, 'pia', harmless(++n));
      const before = await epoch();
      const principal = house.who('admin', 'pat');
      const signed = await signs(house, principal, proposal.id, 'reject', 'No.');
      const [yes, no] = await race.run(await activation('pat', proposal), () =>
        rejectProposal(house.context, { principal, id: proposal.id, comment: 'No.', signed }),
      );
      expect([yes, no].filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await epoch()).toBe(before + (yes.status === 'fulfilled' ? 1 : 0));
    }
    race.expectEither();
  });

  it(`${ROUNDS} times a version becomes active while another broker issues under the one before: nothing issued is worth anything then`, async () => {
    const openAgain = async () => {
      await (await activation('pat', await proposes(house, 'pia', harmless(++n))))();
      await holder.refresh();
      house.judgeBy(holder.current());
    };
    const agents = await Promise.all(AGENTS.map((login) => house.signIn('support', login)));
    const race = openRace();
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
      const issuing = () => Promise.all(inside.map(({ agent, grant }) => house.exchange(agent, grant)));
      const [activated, issued] = await race.run(
        activate,
        issuing,
        (_, replies) => replies.status === 'fulfilled' && replies.value.some(({ status }) => status !== 200),
      );
      if (activated.status === 'rejected') throw activated.reason;
      if (issued.status === 'rejected') throw issued.reason;
      for (const { status, body } of issued.value)
        if (status === 200)
          expect(await house.introspect(String(body.access_token))).toEqual({ active: false });
      for (const { agent, session, grant } of inside) {
        expect((await house.exchange(agent, grant)).status).not.toBe(200);
        // The verb: over the wire a stop waits for backends, and there are none here.
        await endSession(house.context, { principal: agent.principal, sid: session.id });
      }
    }
    race.expectEither();
  });
});
