import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listAlerts } from '#broker/alerts/list-alerts.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { postReviews } from '#broker/delegation/tables.ts';
import { type House, openHouse } from '#test/house.ts';
import { alertOverdueReviews } from './alert-overdue-reviews.ts';
import { listReviews, readReview } from './list-reviews.ts';
import { offerFinding, recordFinding } from './record-finding.ts';
import { reviewFindings } from './tables.ts';

const HOUR = 3600;
let house: House;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
});
afterAll(() => house.close());

/** An emergency that eve opened for mira, and has finished. */
async function over(): Promise<string> {
  const { id } = await house.reviews('emil', await house.declares('eve', 'mira'));
  await endDelegation(house.context, { principal: house.who('support', 'eve'), id });
  return id;
}
const status = async (id: string) =>
  (await readReview(house.context, { principal: house.who('admin', 'audra'), id })).state.status;
const entry = async (id: string, type: string) =>
  (await house.entries(id)).filter((one) => one.type === type);
const findings = () => house.database.handle.select().from(reviewFindings);
const open = async (wanted: 'open' | 'overdue' | 'decided') => {
  const search = { principal: house.who('admin', 'audra'), status: wanted, emergency: true, limit: 10 };
  return (await listReviews(house.context, search)).items.map(({ delegation }) => delegation.id);
};

describe('a review', () => {
  it('is decided by two people who took no part, each with a signature', async () => {
    const id = await over();
    expect(await open('open')).toEqual([id]);
    expect((await house.finds('sam', id)).state.status).toBe('open');
    expect(await entry(id, 'review.decided')).toEqual([]);
    const decided = await house.finds('audra', id);
    expect(decided.state).toMatchObject({ status: 'decided', verdict: 'justified' });
    expect(await status(id)).toBe('decided');
    expect(await open('open')).toEqual([]);
    expect(await open('decided')).toEqual([id]);
    const signed = (await findings()).map(({ challenge }) => challenge);
    expect((await entry(id, 'review.found')).map(({ hashes }) => hashes)).toEqual(
      signed.map((statement) => expect.objectContaining({ statement })),
    );
    expect(await entry(id, 'review.decided')).toMatchObject([
      { facts: { verdict: 'justified', late: false } },
    ]);
    const { items } = await listAlerts(house.context, { principal: house.who('admin', 'sam'), limit: 10 });
    expect(items.map(({ state }) => state.status)).toEqual(['resolved']);
  });

  it.each([
    ['justified', 'unjustified', 'not_justified'],
    ['unjustified', 'abuse', 'abuse'],
  ] as const)('of %s and %s is %s', async (first, second, verdict) => {
    const id = await over();
    await house.finds('sam', id, first);
    expect((await house.finds('sol', id, second)).state).toMatchObject({ status: 'decided', verdict });
    expect(await house.database.handle.select().from(postReviews)).toMatchObject([{ verdict }]);
  });

  it('is due 72 hours after the end, and overdue then, aloud and once', async () => {
    const id = await over();
    const { dueAt } = await readReview(house.context, { principal: house.who('admin', 'audra'), id });
    expect(dueAt.getTime()).toBe(house.clock.at.getTime() + 72 * HOUR * 1000);
    house.clock.pass(72 * HOUR - 1);
    expect(await status(id)).toBe('open');
    expect(await alertOverdueReviews(house.context)).toBe(0);
    house.clock.pass(1);
    expect(await status(id)).toBe('overdue');
    expect(await open('overdue')).toEqual([id]);
    expect(await alertOverdueReviews(house.context)).toBe(1);
    expect(await alertOverdueReviews(house.context)).toBe(0);
    expect(await entry(id, 'review.overdue')).toMatchObject([
      { facts: { responder: house.who('support', 'eve').id, due_at: dueAt.toISOString() } },
    ]);
    const { items } = await listAlerts(house.context, { principal: house.who('admin', 'sam'), limit: 10 });
    expect(items.map(({ kind }) => kind)).toEqual(['review_overdue', 'emergency_granted']);
  });

  it('that comes late still counts, and says that it was late', async () => {
    const id = await over();
    house.clock.pass(73 * HOUR);
    await house.finds('sam', id);
    expect((await house.finds('sol', id)).state.status).toBe('decided');
    expect(await entry(id, 'review.decided')).toMatchObject([{ facts: { late: true } }]);
  });

  it('takes two findings at the same moment as two', async () => {
    const id = await over();
    const both = await Promise.all([house.finds('sam', id), house.finds('sol', id)]);
    expect(both.filter(({ state }) => state.status === 'decided')).toHaveLength(1);
    expect(await status(id)).toBe('decided');
    expect(await entry(id, 'review.decided')).toHaveLength(1);
    expect(await findings()).toHaveLength(2);
  });
});

describe('refuses', () => {
  const nothingFound = async () => expect(await findings()).toEqual([]);

  it('whoever is of another domain', async () => {
    const id = await over();
    for (const principal of [house.who('support', 'ben'), house.who('customer', 'mira')])
      await expect(house.finds(principal, id)).rejects.toMatchObject({ code: 'wrong_domain' });
    await nothingFound();
  });
  it('whoever is in none of the groups that policy names', async () => {
    await expect(house.finds('tess', await over())).rejects.toMatchObject({ code: 'not_a_reviewer' });
    await nothingFound();
  });
  it('while the access is not over', async () => {
    const { id } = await house.reviews('emil', await house.declares('eve', 'mira'));
    await expect(house.finds('sam', id)).rejects.toMatchObject({ code: 'not_over' });
    await nothingFound();
  });
  it('a third finding', async () => {
    const id = await over();
    await house.finds('sam', id);
    await house.finds('sol', id);
    await expect(house.finds('audra', id)).rejects.toMatchObject({ code: 'already_decided' });
    expect(await findings()).toHaveLength(2);
  });
  it('a finding without a word', async () => {
    await expect(house.finds('sam', await over(), 'justified', 'ok')).rejects.toMatchObject({
      code: 'text_length',
    });
    await nothingFound();
  });
  it('a signature under something else', async () => {
    const id = await over();
    const principal = house.who('admin', 'sam');
    const said = { id, decision: 'justified' as const, comment: 'It was as the ticket said.' };
    const { statement, nonce } = await offerFinding(house.context, { principal, finding: said });
    const signed = { statement, nonce, method: 'session' as const };
    const finding = { ...said, decision: 'abuse' as const, signed };
    await expect(recordFinding(house.context, { principal, finding })).rejects.toMatchObject({
      code: 'statement_not_valid',
    });
    await nothingFound();
  });
  it('what was never granted', async () => {
    const { id } = await house.declares('eve', 'mira');
    await expect(house.finds('sam', id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
