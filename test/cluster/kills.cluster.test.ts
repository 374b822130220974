import { expect, it } from 'vitest';
import { chaos } from '#test/chaos/run.ts';

const nightly = process.env.COUNTERSIGN_NIGHTLY === 'true';

it('nothing that was acknowledged is lost or done twice, whatever is killed', async () => {
  const seed = Date.now() % 1_000_000;
  const said: string[] = [];
  const report = await chaos({ rounds: nightly ? 200 : 10, seed }, (line) => said.push(line));
  console.info(JSON.stringify(report));
  expect(report.wrong, `seed ${seed}\n${said.join('\n')}`).toEqual([]);
  // What nobody asked for cannot be lost.
  for (const kind of ['requested', 'approved', 'consented', 'started', 'issued', 'written', 'stopped'])
    expect(report.facts[kind] ?? 0, kind).toBeGreaterThan(0);
}, 3_600_000);
