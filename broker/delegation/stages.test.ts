import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testConfig } from '#test/demo.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import { update } from '../db/build.ts';
import { people } from '../identity/tables.ts';
import { bundleFromFiles, loadBundle } from '../policy/bundle.ts';
import { judgeGrant } from './judge-grant.ts';

const LEADS = ['team-leads'];
const SECURITY = ['security'];
const houses: House[] = [];

/** The demo's house in which a change of settings needs these stages. */
async function withStages(stages: object[]): Promise<House> {
  const { files } = loadBundle('policies', testConfig().domains);
  const flows = { ...JSON.parse(files['approvals.json'] ?? ''), lead: { stages } };
  const house = await openHouse(
    undefined,
    bundleFromFiles({ ...files, 'approvals.json': JSON.stringify(flows) }),
  );
  houses.push(house);
  return house;
}
afterAll(() => Promise.all(houses.map((house) => house.close())));

const notPermitted = expect.objectContaining({ code: 'approval_not_permitted' });
const open = expect.objectContaining({ code: 'approvals_open' });

describe('two stages, signed by three people', () => {
  let house: House;
  beforeAll(async () => {
    house = await withStages([
      { from: LEADS, needed: 2 },
      { from: SECURITY, needed: 1 },
    ]);
  });

  it('needs N of its group, then the next group, then the customer', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    await expect(house.reviews('sam', asked)).rejects.toThrow(notPermitted);
    await house.reviews('tess', asked);
    await expect(house.reviews('tess', asked)).rejects.toThrow(notPermitted);
    await expect(house.reviews('sam', asked)).rejects.toThrow(notPermitted);
    await house.reviews('cleo', asked);
    await expect(house.answers('mira', asked)).rejects.toThrow(open);
    await house.reviews('sam', asked);
    expect((await house.answers('mira', asked)).state.status).toBe('granted');
  });
});

describe('several groups in one entry', () => {
  it('are an OR: whoever of them signs counts, up to N', async () => {
    const house = await withStages([{ from: [...LEADS, ...SECURITY], needed: 2 }]);
    const asked = await house.asks('ana', 'mira', WRITE);
    await house.reviews('sam', asked);
    await house.reviews('sol', asked);
    expect((await house.answers('mira', asked)).state.status).toBe('granted');
    const mixed = await house.asks('ana', 'mira', WRITE);
    await house.reviews('sam', mixed);
    await house.reviews('tess', mixed);
    expect((await house.answers('mira', mixed)).state.status).toBe('granted');
  });
});

describe('several entries in one stage', () => {
  it('are an AND, in either order', async () => {
    const house = await withStages([
      [
        { from: LEADS, needed: 1 },
        { from: SECURITY, needed: 1 },
      ],
    ]);
    for (const [one, other] of [
      ['sam', 'tess'],
      ['cleo', 'sol'],
    ] as const) {
      const asked = await house.asks('ana', 'mira', WRITE);
      await house.reviews(one, asked);
      await expect(house.answers('mira', asked)).rejects.toThrow(open);
      await house.reviews(other, asked);
      expect((await house.answers('mira', asked)).state.status).toBe('granted');
    }
  });
});

describe('one person in both groups', () => {
  it('signs for one of the stages, never for both', async () => {
    const house = await withStages([
      { from: LEADS, needed: 1 },
      { from: SECURITY, needed: 1 },
    ]);
    const { id } = house.who('admin', 'tess');
    const both = [...LEADS, ...SECURITY];
    await house.database.run(update(people).set({ groups: both }).where(eq(people.id, id)));
    const asked = await house.asks('ana', 'mira', WRITE);
    await house.reviews('tess', asked);
    await expect(house.reviews('tess', asked)).rejects.toThrow(notPermitted);
    await expect(house.answers('mira', asked)).rejects.toThrow(open);
  });
});

describe('what was signed', () => {
  it('is counted again at issue, by person: who has left the group counts no longer', async () => {
    const house = await withStages([
      { from: LEADS, needed: 1 },
      { from: SECURITY, needed: 1 },
    ]);
    const asked = await house.asks('ana', 'mira', WRITE);
    await house.reviews('tess', asked);
    await house.reviews('sam', asked);
    const granted = await house.answers('mira', asked);
    const { id, person } = house.who('support', 'ana');
    const actor = { kind: 'agent', id, person: person ?? '', roles: ['agent'] } as const;
    const judged = () => judgeGrant(house.context, granted, { stage: 'issue', actor });
    expect((await judged()).decision).toBe('allow');
    const sam = house.who('admin', 'sam').id;
    await house.database.run(update(people).set({ groups: [] }).where(eq(people.id, sam)));
    expect(await judged()).toMatchObject({ decision: 'deny', approvals: { complete: false } });
  });
});
