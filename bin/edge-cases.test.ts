import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { edgeCasesPage, sentencesOf } from './edge-cases.ts';

it('docs/edge-cases.md tells every test of test/bypass (npm run edge-cases)', async () => {
  const page = await readFile(new URL('../docs/edge-cases.md', import.meta.url), 'utf8');
  expect(page).toBe(await edgeCasesPage());
});

it('finds plain tests, tables of tests and groups, and leaves open what a table fills in', () => {
  const source = `
    it('one', () => {});
    describe.each(doors)('at %s', (door) => { it.each(kinds)(\`a $kind of \${door}\`, () => {}); });
    const other = sum('none');`;
  expect(sentencesOf(source)).toEqual([
    { sentence: 'one', under: [] },
    { sentence: 'at …', under: [{ sentence: 'a … of …', under: [] }] },
  ]);
});
