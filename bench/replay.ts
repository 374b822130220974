import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyReplay } from '#bin/policy-replay.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { ending } from './ending.ts';
import { writeDecisions } from './recorded-decisions.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';

/** To such a draft all the decisions differ; what its policies only compare need not be put to them again. */
const comparing = `@id("late")
@reason("Nobody acts as a customer in the last hour of the day.")
forbid (principal, action, resource is Account)
when { context.now.toTime().toMinutes() >= 1380 };

@id("trainees")
@reason("Trainees look on.")
forbid (principal is Agent, action, resource is Account)
when { principal.person like "prs_agt_7*" && context.ticket != "TCK-7" };
`;

/** Mixes the clock with something else: every decision is put to every policy anew. */
const mixing = `@id("late")
@reason("Nobody acts as a customer in the last hour of the day.")
forbid (principal, action, resource is Account)
when { (if context.emergency then duration("1h") else context.now.toTime()) >= duration("23h") };
`;

interface Took {
  report: { distinct: number; decisions: { needsMore: number; loses: number } };
  seconds: number;
  processorSeconds: number;
}

async function timed(draft: string, file: string): Promise<Took> {
  const lines: string[] = [];
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const options = ['--dir', draft, '--from', file, '--since', '2020-01-01', '--json'];
  const code = await policyReplay(options, (line) => lines.push(line));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (code !== 4) throw new Error(`The replay ended with ${code}: ${lines.join('\n')}`);
  return { report: JSON.parse(lines.join('\n')), seconds, processorSeconds: (user + system) / 1e6 };
}

function figures(name: string, { report, seconds, processorSeconds }: Took): Record<string, number> {
  const as = (figure: string) =>
    name === '' ? figure : `${name}${figure.charAt(0).toUpperCase()}${figure.slice(1)}`;
  const { distinct, decisions } = report;
  return {
    [as('distinct')]: distinct,
    [as('needMore')]: decisions.needsMore,
    [as('lose')]: decisions.loses,
    [as('seconds')]: rounded(seconds),
    [as('processorSeconds')]: rounded(processorSeconds),
  };
}

/**
 * How long `countersign policy replay` takes over 100,000 recorded decisions, each of another person, customer, ticket and
 * moment: under a draft to which few of them differ, and under two to which all do.
 */
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

    const few = await timed(draft, file);
    writeFileSync(join(draft, 'more.cedar'), comparing);
    const compared = await timed(draft, file);
    writeFileSync(join(draft, 'more.cedar'), mixing);
    const mixed = await timed(draft, file);
    return {
      figures: {
        decisions,
        ...figures('', few),
        ...figures('comparing', compared),
        ...figures('mixing', mixed),
        megabytes: rounded(process.memoryUsage.rss() / 2 ** 20),
      },
      tables: [],
    };
  });
}
