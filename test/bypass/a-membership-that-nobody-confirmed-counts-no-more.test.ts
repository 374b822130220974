import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { answerItem, offerAnswer } from '#broker/campaigns/answer-item.ts';
import type { CampaignItem, ItemAnswer } from '#broker/campaigns/campaign.ts';
import { openCampaign } from '#broker/campaigns/open-campaign.ts';
import { listItems } from '#broker/campaigns/read-campaigns.ts';
import { settleItems } from '#broker/campaigns/settle-items.ts';
import { deleteFrom } from '#broker/db/build.ts';
import { reJudge } from '#broker/followers/re-judge.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { resolveSignIn, SignInRefused } from '#broker/identity/resolve-sign-in.ts';
import { people } from '#broker/identity/tables.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import { type DelegatedHouse, openDelegatedHouse, WRITE } from '#test/delegated-house.ts';
import { world } from '#test/demo.ts';
import { attacker, projected } from '#test/tamper.ts';

let house: DelegatedHouse;
let intruder: ReturnType<typeof attacker>;
beforeEach(async () => {
  await house?.close();
  house = await openDelegatedHouse();
  intruder = attacker(house);
});
afterAll(() => house?.close());

const manager = () => ({ ...house.who('admin', 'audra'), scopes: ['review.manage'] });
const ana = () => house.who('support', 'ana').id;
const tess = () => house.who('admin', 'tess').id;

async function reviewed(ref: string): Promise<CampaignItem> {
  const dueAt = new Date(house.clock.at.getTime() + 86_400_000);
  const campaign = { title: 'Groups', kinds: ['membership' as const], dueAt, sampleSize: 0 };
  const { id } = await openCampaign(house.context, { principal: manager(), campaign });
  const { items } = await listItems(house.context, { principal: manager(), id, limit: 100 });
  const item = items.find((one) => one.ref === ref);
  if (!item) throw new Error(`There is no ${ref}.`);
  return item;
}
async function says(answer: ItemAnswer, { id }: CampaignItem): Promise<void> {
  const input = { id, answer, comment: 'Looked at it.' };
  const { statement, nonce } = await offerAnswer(house.context, { principal: manager(), input });
  const signed = { statement, nonce, method: 'session' as const };
  await answerItem(house.context, { principal: manager(), input: { ...input, signed } });
}
/** Found wrong, so that it counts no more from now on. */
async function lapse(id: string, group: string): Promise<void> {
  await says('wrong', await reviewed(`${id}/${group}`));
  await settleItems(house.context);
}
const groupsOf = async (id: string) => (await findPerson(house.context.reader, id))?.groups;
const told = async (type: string) => (await house.entries()).filter((entry) => entry.type === type);

/** What the followers do with what the log has last. */
async function judgedAgain(): Promise<void> {
  const rows = await house.database.handle.select().from(logEntries);
  const entries = rows.map(({ id, leaf }, index) => ({ index, entryId: id, leaf }));
  await reJudge(house.services).react?.(entries.filter(({ leaf }) => leaf.includes('person.membership')));
}
async function signsInAgain(id: string) {
  const [row] = await house.database.handle.select().from(people).where(eq(people.id, id));
  if (!row) throw new Error(`${id} is gone.`);
  const person = world.directory.people.find((one) => one.id === id)?.person ?? undefined;
  const { domain, iss, sub, groups } = row;
  const identity = { domain, iss, sub, groups, personKey: person, name: undefined, email: undefined };
  const { writes, entries, ...resolved } = await resolveSignIn(house.context, identity);
  const mark = { type: 'sign_in.started' as const, target: id };
  await house.context.record({ writes, entries: [...entries, mark] });
  return resolved.person;
}

describe('from the moment it lapsed', () => {
  it('an agent acts no more: not in what was granted, nor with what was issued, nor anew', async () => {
    const agent = await house.signIn('support', 'ana');
    const { session, grant } = await house.inSession(agent, WRITE, ['tess']);
    const token = String((await house.exchange(agent, grant)).body.access_token);
    await lapse(ana(), 'support-agents');
    expect(await told('person.membership_lapsed')).toMatchObject([
      { actor: manager().id, target: ana(), facts: { group: 'support-agents' } },
    ]);
    expect(await tried(house, () => house.exchange(agent, grant))).toEqual(
      refusedExchange({ reason: 'policy_denied' }),
    );
    expect(await house.introspect(token)).toEqual({ active: false });
    expect((await house.call(agent, 'GET', '/v1/me')).body).toMatchObject({ roles: [], groups: [] });
    await judgedAgain();
    expect((await house.session(session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'policy' },
    });
  });

  it('an approver’s signature goes along', async () => {
    const asked = await house.asks('ben', 'noel', WRITE);
    await house.reviews('tess', asked);
    await lapse(tess(), 'team-leads');
    await expect(house.answers('noel', asked)).rejects.toMatchObject({ code: 'approvals_open' });
  });

  it('nobody answering in time is enough', async () => {
    const item = await reviewed(`${ana()}/support-agents`);
    house.clock.pass(86_400);
    while ((await settleItems(house.context)) > 0);
    expect(await groupsOf(ana())).toEqual([]);
    expect(await told('campaign.lapsed')).toContainEqual(
      expect.objectContaining({ target: item.id, facts: expect.objectContaining({ settled: 'shut' }) }),
    );
  });

  it('the last two who own the policy stay, and somebody is alerted', async () => {
    const owners = world.people.filter(({ groups }) => groups.includes('policy-owners'));
    for (const { id } of owners) await lapse(id, 'policy-owners');
    const left = await Promise.all(owners.map(({ id }) => groupsOf(id)));
    expect(left.filter((groups) => groups?.includes('policy-owners')).length).toBeGreaterThanOrEqual(2);
  });
});

describe('it does not come back', () => {
  beforeEach(() => lapse(ana(), 'support-agents'));

  it('by signing in with the same groups, nor with the directory', async () => {
    expect((await signsInAgain(ana())).groups).toEqual([]);
    expect(await groupsOf(ana())).toEqual([]);
    const [one] = world.directory.people.filter(({ id }) => id === ana());
    if (!one) throw new Error('Ana is gone.');
    const renamed = { ...world.directory, people: [{ ...one, name: 'Ana Anew' }] };
    expect(await importDirectory(house.context, renamed)).toEqual({ changed: 1 });
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ name: 'Ana Anew', groups: [] });
  });

  it.each([
    ['deleted', { lapses: null }],
    ['emptied', { lapses: { turn: 1, groups: [] } }],
  ])('by having its record %s in the database', async (_, values) => {
    await intruder.set('people', ana(), values);
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ isBroken: true, groups: [] });
    await expect(signsInAgain(ana())).rejects.toThrow(SignInRefused);
    await projected(house);
    await importDirectory(house.context, world.directory);
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ enabled: true, groups: [] });
  });
});

describe('nor does the row from before, with the seal of that time', () => {
  let before: string;
  beforeEach(async () => {
    before = await intruder.copy('people', ana());
    await lapse(ana(), 'support-agents');
    await projected(house);
  });

  it('put back', async () => {
    const agent = await house.signIn('support', 'ana');
    await intruder.putBack('people', before);
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ isBroken: true, groups: [] });
    expect((await house.call(agent, 'GET', '/v1/me')).status).toBe(401);
    await importDirectory(house.context, world.directory);
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ enabled: true, groups: [] });
  });

  it('nor a row that the directory makes anew where it was deleted', async () => {
    await house.services.database.run(deleteFrom(people).where(eq(people.id, ana())));
    await importDirectory(house.context, world.directory);
    expect(await findPerson(house.context.reader, ana())).toMatchObject({ enabled: true, groups: [] });
  });
});

it('it comes back when somebody else who is shown its lapse confirms it, and on record', async () => {
  await lapse(ana(), 'support-agents');
  const shown = await reviewed(`${ana()}/support-agents`);
  expect(shown.facts).toMatchObject({ lapsed: true });
  await says('keep', shown);
  expect(await groupsOf(ana())).toEqual(['support-agents']);
  expect(await told('person.membership_reinstated')).toMatchObject([
    { actor: manager().id, target: ana(), facts: { group: 'support-agents', item: shown.id } },
  ]);
  await projected(house);
  expect(await groupsOf(ana())).toEqual(['support-agents']);
});
