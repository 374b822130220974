import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { people } from '#broker/identity/tables.ts';
import { endSession } from '#broker/session/end-session.ts';
import { sessions } from '#broker/session/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, type SignedIn } from '#test/delegated-house.ts';
import { policyDecisions } from './tables.ts';

let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
}, 240_000);
afterAll(() => house.close());

const ofSession = (id: string) =>
  house.database.handle.select().from(policyDecisions).where(eq(policyDecisions.session, id));
const leaves = async (type: string) => {
  const rows = await house.database.handle.select().from(logEntries).orderBy(logEntries.id);
  return rows.map(({ leaf }) => JSON.parse(leaf)).filter((leaf) => leaf.type === type);
};

it('tokens of one session rest on one decision until another question is asked', async () => {
  const { session, grant, delegation } = await house.inSession(ana, READ, []);
  expect(await ofSession(session.id)).toHaveLength(1);
  for (const _ of [1, 2]) expect((await house.exchange(ana, grant)).status).toBe(200);
  const [started] = await ofSession(session.id);
  expect(await ofSession(session.id)).toHaveLength(1);
  const issued = await leaves('token.issued');
  expect(issued.map(({ hashes }) => hashes.question)).toEqual([started?.questionHash, started?.questionHash]);

  const [first] = delegation.effective;
  const narrower = JSON.stringify([{ ...first, actions: READ.slice(0, 1) }]);
  for (const _ of [1, 2])
    expect((await house.exchange(ana, grant, { authorization_details: narrower })).status).toBe(200);
  const both = await ofSession(session.id);
  expect(both).toHaveLength(2);
  const [row] = await house.database.handle.select().from(sessions).where(eq(sessions.id, session.id));
  expect(row?.decisionId).toBe(both.find(({ id }) => id !== started?.id)?.id);
  await endSession(house.context, { principal: ana.principal, sid: session.id });
});

it('an exchange that policy denies keeps the decision with the record of the refusal', async () => {
  const { grant, delegation } = await house.inSession(ana, READ, []);
  // The customer has come under legal hold meanwhile.
  await house.database.run(
    update(people)
      .set({ marks: ['legal_hold'] })
      .where(eq(people.id, delegation.subjectId)),
  );
  expect(await house.exchange(ana, grant)).toMatchObject({ status: 400, body: { reason: 'policy_denied' } });
  const [refusal] = (await leaves('refusal.token')).filter(({ code }) => code === 'policy_denied');
  const [denied] = (
    await house.database.handle
      .select()
      .from(policyDecisions)
      .where(eq(policyDecisions.delegation, delegation.id))
  ).filter(({ answer }) => answer.decision === 'deny');
  expect(denied).toMatchObject({ stage: 'issue', policyVersion: refusal?.policy_version });
  expect(denied?.answer.determining).toEqual([
    { id: 'guard:legal-hold', text: 'The customer is under legal hold.' },
  ]);
  expect(refusal?.hashes.question).toBe(denied?.questionHash);
});
