import { expect, it } from 'vitest';
import { knownBySeal } from './known-by-seal.ts';

/** What stands in a table under which seal, and what of it was read. */
function table(rows: Record<string, { seal: string; text: string }>) {
  const read: string[][] = [];
  const there = (ids: readonly string[]) => ids.flatMap((id) => (rows[id] ? [[id, rows[id]] as const] : []));
  return {
    rows,
    read,
    seals: (...ids: string[]) => new Map(there(ids).map(([id, { seal }]) => [id, seal])),
    reads: async (ids: string[]) => {
      read.push(ids);
      return {
        seals: new Map(there(ids).map(([id, { seal }]) => [id, seal])),
        made: new Map(there(ids).map(([id, { text }]) => [id, text])),
      };
    },
  };
}

const two = () => table({ a: { seal: 's1', text: 'A' }, b: { seal: 's2', text: 'B' } });

it('reads once what carries the same seal, and anew what carries another', async () => {
  const known = knownBySeal<string>(9, () => true);
  const { rows, seals, reads, read } = two();
  const both = () => known.of(seals('a', 'b', 'gone'), reads);
  for (let time = 0; time < 2; time++)
    expect(await both()).toEqual(new Map(Object.entries({ a: 'A', b: 'B' })));
  rows.b = { seal: 's3', text: 'C' };
  expect(await both()).toEqual(new Map(Object.entries({ a: 'A', b: 'C' })));
  expect(read).toEqual([['a', 'b'], ['b']]);
});

it('keeps what it has read under the seal that it was read with, not under the one that was seen before', async () => {
  const known = knownBySeal<string>(9, () => true);
  const { rows, seals, reads } = two();
  const before = seals('a');
  rows.a = { seal: 's9', text: 'changed' };
  expect(await known.of(before, reads)).toEqual(new Map([['a', 'changed']]));
  rows.a = { seal: 's1', text: 'A' };
  expect(await known.of(seals('a'), reads)).toEqual(new Map([['a', 'A']]));
});

it('keeps nothing of what does not hold', async () => {
  const known = knownBySeal<string>(9, (made, seal) => made === 'B' && seal === 's2');
  const { seals, reads, read } = two();
  for (let time = 0; time < 2; time++) await known.of(seals('a', 'b'), reads);
  expect(read).toEqual([['a', 'b'], ['a']]);
});

it('forgets one, all, and all but some', async () => {
  const known = knownBySeal<string>(9, () => true);
  const { seals, reads, read } = two();
  const asks = (...ids: string[]) => known.of(seals(...ids), reads);
  await asks('a', 'b');
  known.forget('b');
  await asks('a', 'b');
  known.forget();
  await asks('a');
  expect(read).toEqual([['a', 'b'], ['b'], ['a']]);
  expect(known.retain(['b'])).toEqual(['b']);
  await asks('a');
  expect(known.retain(['a', 'b'])).toEqual(['b']);
  expect(read).toEqual([['a', 'b'], ['b'], ['a'], ['a']]);
});

it('keeps nothing that was being read when something was forgotten', async () => {
  const known = knownBySeal<string>(9, () => true);
  const { seals, reads, read } = two();
  const meanwhile = async (ids: string[]) => {
    const found = await reads(ids);
    known.forget('a');
    return found;
  };
  expect(await known.of(seals('a', 'b'), meanwhile)).toEqual(new Map(Object.entries({ a: 'A', b: 'B' })));
  await known.of(seals('a'), reads);
  expect(read).toEqual([['a', 'b'], ['a']]);
});

it('begins anew when it would know too much', async () => {
  const known = knownBySeal<string>(1, () => true);
  const { seals, reads, read } = two();
  for (const id of ['a', 'a', 'b', 'b', 'a']) await known.of(seals(id), reads);
  expect(read).toEqual([['a'], ['b'], ['a']]);
});
