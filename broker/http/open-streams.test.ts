import { expect, it } from 'vitest';
import { openStreams } from './open-streams.ts';

it('one stream too many ends the oldest of that caller, and nobody else’s', () => {
  const streams = openStreams(2);
  const [first, second, third, other] = Array.from({ length: 4 }, () => new AbortController());
  if (!first || !second || !third || !other) throw new Error('There are four.');
  streams.enter('ana', first);
  streams.enter('ben', other);
  streams.enter('ana', second);
  streams.enter('ana', third);
  expect([first, second, third, other].map(({ signal }) => signal.aborted)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('a stream that has ended counts no more', () => {
  const streams = openStreams(1);
  const [first, second] = [new AbortController(), new AbortController()];
  streams.enter('ana', first);
  first.abort();
  streams.enter('ana', second);
  expect(second.signal.aborted).toBe(false);
});
