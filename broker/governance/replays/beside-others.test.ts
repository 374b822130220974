import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { answer } from '#broker/policy/asked.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { prepareDraft } from '#broker/policy/engine.ts';
import { type House, openHouse } from '#test/house.ts';
import { draftFiles, someLines } from '#test/recorded-lines.ts';
import { readLine } from './line.ts';
import { replayVersion } from './replay-version.ts';
import { sum } from './tally.ts';

const MANY = 600;
const since = new Date('2026-01-01T00:00:00Z');
/** Mixes the clock with something else, so that each decision is another question to every policy. */
const files = {
  ...draftFiles,
  'mixing.cedar': `@id("mixing") @reason("It is late.")
forbid (principal, action, resource is Account)
when { (if context.emergency then duration("1h") else context.now.toTime()) >= duration("23h") };`,
};

let house: House;
const pasts = someLines(MANY)
  .map(readLine)
  .flatMap((line) => ('past' in line ? [line.past] : []));
beforeAll(async () => {
  house = await openHouse();
  const rows = pasts.map(({ asked, delegation: _, ...one }) => ({
    ...one,
    stage: 'request' as const,
    question: { ...asked },
    questionHash: one.id,
    policyVersion: house.context.policy.version,
  }));
  for (let from = 0; from < rows.length; from += 200)
    await house.database.run(insertInto(policyDecisions).values(rows.slice(from, from + 200)));
});
afterAll(async () => {
  // No house ever answered some of them so.
  await house.database.run(sql`delete from ${policyDecisions}`);
  await house.close();
});

it('a long replay leaves the thread that issues tokens to others', async () => {
  const draft = prepareDraft(bundleFromFiles(files));
  const startedAt = performance.now();
  for (const { asked } of pasts) answer(draft, asked);
  const deciding = performance.now() - startedAt;

  const before = performance.eventLoopUtilization();
  const { tally, isPartial } = await replayVersion(house.context, { files, since });
  const { active } = performance.eventLoopUtilization(before);
  expect(sum(tally.decisions)).toBe(pasts.length);
  expect(tally.questions.size).toBeGreaterThan(pasts.length * 0.9);
  expect(isPartial).toBe(false);
  expect(active).toBeLessThan(deciding / 2);
});

it('of more than are looked at, the newest are, and it says so', async () => {
  const { tally, isPartial } = await replayVersion(house.context, { files, since, most: 300 });
  expect(sum(tally.decisions)).toBe(300);
  expect(isPartial).toBe(true);
});
