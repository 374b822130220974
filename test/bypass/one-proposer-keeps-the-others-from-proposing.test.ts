import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import { proposeVersion } from '#broker/governance/propose-version.ts';
import { policyProposals } from '#broker/governance/tables.ts';
import { withdrawProposal } from '#broker/governance/withdraw-proposal.ts';
import { type House, openHouse } from '#test/house.ts';
import { harmless, proposes } from '#test/policy-drafts.ts';

let house: House;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
});
beforeEach(() => house.clock.pass(1));
afterAll(() => house.close());

const pia = () => house.who('admin', 'pia');
const open = (person = pia().person) =>
  house.context.reader.$count(
    policyProposals,
    and(eq(policyProposals.status, 'open'), eq(policyProposals.proposerPerson, person ?? '')),
  );

/** Others have filled what all may have open together. */
async function othersFill(upTo: number): Promise<void> {
  const [row] = await house.context.reader.select().from(policyProposals).limit(1);
  if (!row) throw new Error('Nothing is proposed.');
  const there = await house.context.reader.$count(policyProposals, eq(policyProposals.status, 'open'));
  const rows = Array.from({ length: upTo - there }, () => ({
    ...row,
    id: `pol_other${++n}`,
    baseEpoch: 100 + n,
    proposerPerson: `prs_other${n % 4}`,
    status: 'open' as const,
  }));
  await house.services.database.run(insertInto(policyProposals).values(rows));
}

it('five of one person are open at most, and it is said how to go on; others propose as before', async () => {
  const made = [];
  for (let i = 0; i < 5; i++) made.push(await proposes(house, 'pia', harmless(++n)));
  const logged = (await house.entries()).length;
  await expect(proposes(house, 'pia', harmless(++n))).rejects.toMatchObject({
    code: 'too_many_proposals',
    message: expect.stringContaining('5 proposals of yours are open. Withdraw one'),
    extra: { open: 5, most: 5 },
  });
  expect(await open()).toBe(5);
  expect(await house.entries()).toHaveLength(logged);
  const ofPat = await proposes(house, 'pat', harmless(++n));
  expect(ofPat.state.status).toBe('open');

  const [first] = made;
  if (first) await withdrawProposal(house.context, { principal: pia(), id: first.id });
  await proposes(house, 'pia', harmless(++n));
  expect(await open()).toBe(5);
});

it('nor is it more through a service that they answer for', async () => {
  const principal = { ...pia(), domain: 'service' as const, id: 'svc_pipeline' as const };
  const filing = proposeVersion(house.context, {
    principal,
    draft: { files: harmless(++n) },
    reason: 'As we agreed on Monday.',
    owner: pia().id,
  });
  await expect(filing).rejects.toMatchObject({ code: 'too_many_proposals' });
  expect(await open()).toBe(5);
});

it('twenty are open in all, but whoever has none open can always make one', async () => {
  await othersFill(20);
  await expect(proposes(house, 'pat', harmless(++n))).rejects.toMatchObject({
    code: 'too_many_proposals',
    message: expect.stringContaining('20 proposals are open, 1 of them yours'),
  });
  const pat = house.who('admin', 'pat');
  const [own] = await house.context.reader
    .select()
    .from(policyProposals)
    .where(and(eq(policyProposals.proposedBy, pat.id), eq(policyProposals.status, 'open')));
  await withdrawProposal(house.context, { principal: pat, id: own?.id ?? '' });
  await othersFill(20);
  const made = await proposes(house, 'pat', harmless(++n));
  expect(made.state.status).toBe('open');
  expect((await house.entries()).at(-1)).toMatchObject({ type: 'policy.proposed', target: made.id });
});
