import { expect, it } from 'vitest';
import { answer } from '#broker/policy/asked.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { compareAnswers } from '#broker/policy/compare-answers.ts';
import { prepareDraft } from '#broker/policy/engine.ts';
import { draftFiles, someLines } from '#test/recorded-lines.ts';
import { replayDraft } from '../replay-draft.ts';
import { readLine } from './line.ts';
import type { Tally } from './tally.ts';
import { replaying, UnfitDraft, UnreadLine } from './threads.ts';

const since = new Date('2026-01-01T00:00:00Z');

/** One after the other, on this thread. */
function oneByOne(lines: readonly string[]): Tally {
  const replay = replayDraft(prepareDraft(bundleFromFiles(draftFiles)));
  for (const text of lines) {
    const line = readLine(text);
    if ('past' in line) replay.past(line.past);
    else replay.standing(line.standing);
  }
  return replay.take();
}

function onThreads(lines: readonly string[], threads: number, atOnce: number) {
  const looked: number[] = [];
  const work = { files: draftFiles, since, threads, progress: (n: number) => looked.push(n) };
  const replayed = replaying(work, async (add) => {
    for (let from = 0; from < lines.length; from += atOnce) await add(lines.slice(from, from + atOnce));
  });
  return replayed.then(({ tally }) => ({ tally, looked }));
}

/** Each question put to the draft by itself, nothing remembered. */
function eachByItself(lines: readonly string[]): Map<string, number> {
  const draft = prepareDraft(bundleFromFiles(draftFiles));
  const counts = new Map<string, number>();
  for (const text of lines) {
    const line = readLine(text);
    const one = 'past' in line ? line.past : line.standing;
    const stage = 'stage' in one ? one.stage : one.kind;
    const { effect, why } = compareAnswers(one.answer, answer(draft, one.asked), draft.bundle.assurance);
    const key = JSON.stringify([effect, stage, why]);
    if (effect !== 'nothing') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const counted = ({ groups }: Tally) =>
  new Map([...groups].map(([key, { actors }]) => [key, [...actors.values()].reduce((a, b) => a + b)]));

/** With the order in which things were met. */
const inOrder = ({ groups, questions, ...tally }: Tally) => ({
  ...tally,
  questions: [...questions].sort(),
  groups: [...groups].map(([key, { actors, ...group }]) => [key, group, [...actors]]),
});

it('several threads count what one counts, and meet it in the same order, errors too', async () => {
  const lines = someLines(300);
  const alone = oneByOne(lines);
  expect(alone.groups.size).toBeGreaterThan(5);
  expect([...alone.groups.keys()].join('\n')).toContain('engine:failed');
  expect(alone.ending.sessions.length).toBeGreaterThan(0);
  expect(alone.questions.size).toBeGreaterThan(250);
  expect(counted(alone)).toEqual(eachByItself(lines));
  for (const [threads, atOnce] of [
    [3, 17],
    [1, 300],
  ] as const) {
    const { tally, looked } = await onThreads(lines, threads, atOnce);
    expect(inOrder(tally)).toEqual(inOrder(alone));
    expect(looked.at(-1)).toBe(300);
    expect([...looked].sort((a, b) => a - b)).toEqual(looked);
  }
});

it('what was decided before is left out', async () => {
  const [line = ''] = someLines(1);
  const earlier = JSON.stringify({ ...JSON.parse(line), at: '2025-12-31T23:59:59.999Z' });
  const { tally } = await onThreads([earlier, line], 1, 2);
  expect(Object.values(tally.decisions).reduce((a, b) => a + b)).toBe(1);
});

it('a draft that could not be activated is refused, also where nothing is on record', async () => {
  const files = { ...draftFiles, 'broken.cedar': 'permit (' };
  const replayed = replaying({ files, since, threads: 2 }, async () => undefined);
  await expect(replayed).rejects.toBeInstanceOf(UnfitDraft);
  await expect(replayed).rejects.toMatchObject({ problems: [expect.stringContaining('broken.cedar')] });
});

it('a line that is no decision ends it with what is wrong', async () => {
  const lines = someLines(3);
  await expect(onThreads([...lines, '{"id":1}'], 2, 1)).rejects.toThrow(UnreadLine);
  await expect(onThreads([...lines, '{"id":1}'], 2, 1)).rejects.toThrow('a line is no recorded decision');
  await expect(onThreads(['{', ...lines], 2, 1)).rejects.toThrow('a line is no JSON');
});

it('an engine that dies in its thread is heard of', async () => {
  const work = { ...JSON.parse('{"files":null}'), since, threads: 2 };
  await expect(replaying(work, async (add) => add(someLines(1)))).rejects.toThrow(TypeError);
});

it('whoever has enough is not kept waiting: no line is asked any more', async () => {
  const lines = someLines(40);
  let given = 0;
  const enough = new Error('Enough.');
  const progress = () => {
    throw enough;
  };
  const replayed = replaying({ files: draftFiles, since, threads: 2, progress }, async (add) => {
    for (const line of lines) {
      given += 1;
      await add([line]);
    }
  });
  await expect(replayed).rejects.toBe(enough);
  expect(given).toBeLessThan(lines.length);
});
