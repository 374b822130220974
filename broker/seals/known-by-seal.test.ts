import { expect, it } from 'vitest';
import { knownBySeal } from './known-by-seal.ts';

/** What stands in a table, and what of it was read. */
function table(rows: Record<string, string>) {
  const read: string[][] = [];
  return {
    read,
    reads: async (ids: string[]) => {
      read.push(ids);
      return new Map(ids.flatMap((id) => (rows[id] === undefined ? [] : [[id, rows[id]] as const])));
    },
  };
}

it('reads once what carries the same seal, and anew what carries another', async () => {
  const known = knownBySeal<string>(10, () => true);
  const { reads, read } = table({ a: 'A', b: 'B' });
  const now = new Map([
    ['a', 's1'],
    ['b', 's2'],
  ]);
  expect(await known.of(now, reads)).toEqual(new Map(Object.entries({ a: 'A', b: 'B' })));
  expect(await known.of(now, reads)).toEqual(new Map(Object.entries({ a: 'A', b: 'B' })));
  await known.of(now.set('b', 's3'), reads);
  expect(read).toEqual([['a', 'b'], ['b']]);
});

it('keeps nothing that is not to be kept, and answers nothing for what is gone', async () => {
  const known = knownBySeal<string>(10, (made) => made !== 'broken');
  const { reads, read } = table({ a: 'broken' });
  const now = new Map([
    ['a', 's1'],
    ['gone', 's2'],
  ]);
  for (let time = 0; time < 2; time++)
    expect(await known.of(now, reads)).toEqual(new Map(Object.entries({ a: 'broken' })));
  expect(read).toEqual([
    ['a', 'gone'],
    ['a', 'gone'],
  ]);
});

it('forgets what was read longest ago', async () => {
  const known = knownBySeal<string>(2, () => true);
  const { reads, read } = table({ a: 'A', b: 'B', c: 'C' });
  for (const id of ['a', 'b', 'c', 'c', 'b', 'a']) await known.of(new Map([[id, 's']]), reads);
  expect(read).toEqual([['a'], ['b'], ['c'], ['a']]);
});
