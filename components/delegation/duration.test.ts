import { expect, test } from 'vitest';
import { clockFace, durationSteps, spellDuration } from './duration.ts';

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [60, '1 minute'],
  [90, '1 minute 30 seconds'],
  [900, '15 minutes'],
  [3600, '1 hour'],
  [5400, '1 hour 30 minutes'],
  [90061, '1 day 1 hour'],
])('%i seconds are spelled "%s"', (seconds, said) => {
  expect(spellDuration(seconds)).toBe(said);
});

test.each([
  [0, '0:00'],
  [65, '1:05'],
  [3725, '1:02:05'],
  [-5, '0:00'],
])('a countdown of %i seconds shows %s', (seconds, shown) => {
  expect(clockFace(seconds)).toBe(shown);
});

test('no length longer than the longest is offered, and the longest is', () => {
  expect(durationSteps(900)).toEqual([60, 120, 300, 600, 900]);
  expect(durationSteps(1000).at(-1)).toBe(1000);
  expect(durationSteps(900, 3600)).not.toContain(3600);
});
