import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPossibilities } from '#broker/governance/list-possibilities.ts';
import { simulateRequest } from '#broker/governance/simulate-request.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const MANY = 6;
/** No two alike, so that nothing is remembered of one for the next. */
function drafts(): Record<string, string>[] {
  const { 'domains.json': _, ...files } = house.context.policy.bundle.files;
  return Array.from({ length: MANY }, (_each, nth) => ({
    ...files,
    'more.cedar': `@id("more-${nth}") @reason("More.") forbid (principal, action, resource is Account) when { context.ticket == "${nth}" };`,
  }));
}
const asked = () => ({
  principal: house.who('admin', 'audra'),
  actor: house.who('support', 'ana').id,
  subject: house.who('customer', 'mira').id,
});

/** How often others were let in while it went on. */
async function turnsWhile(work: Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false];
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work.finally(() => {
    isOver = true;
  });
  return turns;
}

it('whoever has many drafts tried out at once lets others in between any two', async () => {
  const account = { backend: 'accounts', identifier: 'account/none' };
  const explore = drafts().map((files) => listPossibilities(house.context, { ...asked(), files, account }));
  expect(await turnsWhile(Promise.all(explore))).toBeGreaterThanOrEqual(MANY);
});

it('one draft that is none keeps no other one waiting', async () => {
  const [files = {}] = drafts();
  const simulated = (draft: Record<string, string>) =>
    simulateRequest(house.context, { ...asked(), files: draft, authorizationDetails: [] });
  const broken = simulated({ ...files, 'more.cedar': 'permit (' });
  await expect(broken).rejects.toMatchObject({ code: 'policy_unfit' });
  await expect(simulated(files)).rejects.not.toMatchObject({ code: 'policy_unfit' });
});
