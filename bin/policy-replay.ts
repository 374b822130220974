import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ReplayReport, reportOf } from '#broker/governance/replay-draft.ts';
import { type Counts, sum } from '#broker/governance/replays/tally.ts';
import { replaying, UnreadLine } from '#broker/governance/replays/threads.ts';
import { BundleError, loadBundle } from '#broker/policy/bundle.ts';
import { type Engine, prepareDraft } from '#broker/policy/engine.ts';
import { PolicyProblems } from '#broker/policy/policy-problems.ts';
import { fromBroker, fromFile } from './recorded-decisions.ts';
import { type BrokerService, brokerService, serviceOptions, whyNot } from './service-client.ts';

export const replayUsage = `countersign policy replay [--dir policies] [--since 30d] [--from decisions.ndjson] [--save decisions.ndjson] [--json]
                          [--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE]
  Asks every recorded decision, and what stands now, again under the policies in --dir: from the broker, or from a file
  that --save has written. 0: nothing changes for anybody, 3: somebody gains, 4: nobody gains, but somebody loses or
  more is asked of them, 1: it could not be done. Progress is shown on the error stream.`;

const units = { m: 60, h: 3600, d: 86_400 } as const;

/** `30d`, `12h`, `90m`, or an instant. */
export function sinceWhen(text: string, now: Date): Date | undefined {
  const [, amount, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const instant = new Date(text);
  if (amount === undefined) return Number.isNaN(instant.getTime()) ? undefined : instant;
  return new Date(now.getTime() - Number(amount) * units[unit as keyof typeof units] * 1000);
}

export async function policyReplay(
  args: readonly string[],
  print: (line: string) => void,
  show: (text: string) => void = (text) => void process.stderr.write(text),
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...serviceOptions,
      dir: { type: 'string' },
      since: { type: 'string', default: '30d' },
      from: { type: 'string' },
      save: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const since = sinceWhen(values.since, new Date());
  const service = values.from === undefined ? brokerService(values) : undefined;
  if (positionals.length > 0 || !since) return explain(replayUsage, print);
  if (service && 'missing' in service) return explain(service.missing, print);
  const draft = attempt(() =>
    prepareDraft(loadBundle(values.dir ?? process.env.BROKER_POLICIES ?? 'policies', { domains: {} })),
  );
  if ('failed' in draft) return cannot(draft.failed, values.json, print);
  try {
    const report = await replayed(draft, since, await linesOf(values, service, since), show);
    if (values.json) print(JSON.stringify({ verb: 'replay', ok: codeOf(report) === 0, ...report }));
    else printReport(report, print);
    return codeOf(report);
  } catch (error) {
    const why = whyUnread(error, service?.broker);
    if (why === undefined) throw error;
    return cannot([why], values.json, print);
  } finally {
    await service?.close();
  }
}

function explain(text: string, print: (line: string) => void): number {
  print(text);
  return 2;
}

function cannot(
  failures: readonly string[],
  json: boolean | undefined,
  print: (line: string) => void,
): number {
  if (json) print(JSON.stringify({ verb: 'replay', ok: false, failures }));
  else for (const failure of failures) print(`failed   ${failure}`);
  return 1;
}

async function linesOf(
  { from, save }: { from?: string | undefined; save?: string | undefined },
  service: BrokerService | undefined,
  since: Date,
): Promise<AsyncIterable<string[]>> {
  if (!service) return fromFile(from ?? '');
  return fromBroker(await service.as('decisions.read'), service.broker, since, save);
}

function whyUnread(error: unknown, broker: string | undefined): string | undefined {
  if (error instanceof UnreadLine) return error.message;
  if (error instanceof z.ZodError) return `a page is none of recorded decisions: ${z.prettifyError(error)}`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return error.message;
  return broker === undefined ? undefined : whyNot(error, broker);
}

function attempt(make: () => Engine): Engine | { failed: readonly string[] } {
  try {
    return make();
  } catch (error) {
    if (error instanceof BundleError) return { failed: error.problems };
    if (error instanceof PolicyProblems)
      return { failed: error.problems.map(({ where, what }) => `${where}: ${what}`) };
    if (error instanceof Error && 'code' in error) return { failed: [error.message] };
    throw error;
  }
}

/** On a terminal one line that is drawn over; in a log a line now and then. */
function progress(show: (text: string) => void) {
  const isTerminal = process.stderr.isTTY === true;
  const [everyMs, start, end] = isTerminal ? [200, '\r', ''] : [5_000, '', '\n'];
  let shownAt = performance.now();
  return {
    at(looked: number): void {
      if (performance.now() - shownAt < everyMs) return;
      shownAt = performance.now();
      show(`${start}${looked} decisions asked again${end}`);
    },
    done: (looked: number) => show(`${start}${looked} decisions asked again\n`),
  };
}

async function replayed(
  draft: Engine,
  since: Date,
  lines: AsyncIterable<readonly string[]>,
  show: (text: string) => void,
): Promise<ReplayReport> {
  const shown = progress(show);
  const work = { files: draft.bundle.files, since, threads: availableParallelism(), progress: shown.at };
  const { tally } = await replaying(work, async (add) => {
    for await (const some of lines) await add(some);
  });
  shown.done(sum(tally.decisions) + sum(tally.standing));
  return reportOf(tally);
}

function codeOf({ decisions, standing }: ReplayReport): number {
  const all = (name: keyof Counts) => decisions[name] + standing[name];
  if (all('gains') > 0) return 3;
  return all('loses') + all('needsMore') > 0 ? 4 : 0;
}

const counts = ({ gains, loses, needsMore, unchanged }: Counts) =>
  `${gains} gain, ${loses} lose, ${needsMore} need more, ${unchanged} as before`;

function printReport(report: ReplayReport, print: (line: string) => void): void {
  print(`policy version ${report.version}`);
  for (const { effect, stage, why, count, actors, examples } of report.groups) {
    print(`${effect.padEnd(10)} ${count} of ${actors} at ${stage}: ${why.join('; ')}`);
    for (const { id, actor, subject, actions } of examples)
      print(`             ${id} ${actor} for ${subject}: ${actions.join(', ')}`);
  }
  const { delegations, sessions } = report.ending;
  for (const id of [...sessions, ...delegations]) print(`ends       ${id}`);
  print(`decisions: ${counts(report.decisions)} (${report.distinct} different questions)`);
  print(`standing: ${counts(report.standing)}`);
}
