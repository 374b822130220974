import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyReplay } from '#bin/policy-replay.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { ending } from './ending.ts';
import { writeDecisions } from './recorded-decisions.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';

/** How long `countersign policy replay` takes over 100,000 recorded decisions, each of another person or ticket. */
export function run({ root, tiny }: BenchOptions): Promise<Report> {
  const decisions = tiny ? 200 : 100_000;
  return ending(async (later) => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-'));
    later(async () => rmSync(folder, { recursive: true, force: true }));
    const [draft, file] = [join(folder, 'draft'), join(folder, 'decisions.ndjson')];
    cpSync(join(root, 'policies'), draft, { recursive: true });
    const requests = join(draft, 'requests.cedar');
    writeFileSync(
      requests,
      readFileSync(requests, 'utf8').replace('@approvals("lead")', '@approvals("two-groups")'),
    );
    await writeDecisions(file, prepare(loadBundle(join(root, 'policies'), { domains: {} })), decisions);

    const lines: string[] = [];
    const startedAt = performance.now();
    const options = ['--dir', draft, '--from', file, '--since', '2020-01-01', '--json'];
    const code = await policyReplay(options, (line) => lines.push(line));
    const seconds = (performance.now() - startedAt) / 1000;
    const report = JSON.parse(lines.join('\n'));
    if (code !== 4) throw new Error(`The replay ended with ${code}: ${lines.join('\n')}`);
    return {
      figures: {
        decisions,
        distinct: report.distinct,
        needMore: report.decisions.needsMore,
        seconds: rounded(seconds),
        perSecond: rounded(decisions / seconds),
      },
      tables: [],
    };
  });
}
