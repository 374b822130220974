import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from './import-rules.ts';
import { circles, importsIn, importsOf } from './imports.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ['app', 'components', 'lib', 'broker', 'examples', 'packages', 'bin'];
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.includes('/test/');
const imports = importsIn(root, folders).filter(({ from }) => !isTest(from));

describe('who imports whom', () => {
  for (const { says, breaks } of rules) {
    it(says, () => {
      expect(imports.filter(breaks).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    });
  }

  it('there are no circles', () => {
    expect(circles(imports).map((files) => files.join(' → '))).toEqual([]);
  });
});

describe('the rules themselves', () => {
  for (const { says, breaks, example } of rules) {
    it(`would catch it: ${says}`, () => {
      const [from, to] = example;
      expect(breaks({ from, to, typeOnly: false })).toBe(true);
      expect(breaks({ from: 'bin/countersign.ts', to: 'zod', typeOnly: false })).toBe(false);
    });
  }

  it('a circle is found', () => {
    const edge = (from: string, to: string) => ({ from, to, typeOnly: false });
    expect(circles([edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])).toEqual([['a', 'b', 'c']]);
    expect(circles([edge('a', 'b'), edge('a', 'c'), edge('b', 'c')])).toEqual([]);
  });

  it('every way to import is read', () => {
    const text = `
      import { a } from './a.ts';
      import type { B } from '#lib/b.ts';
      export { c } from '../c.ts';
      const d = await import('d');
      type E = import('@countersign/e').E;
    `;
    expect(importsOf('broker/http/x.ts', text).map(({ to }) => to)).toEqual([
      'broker/http/a.ts',
      'lib/b.ts',
      'broker/c.ts',
      'd',
      '@countersign/e',
    ]);
  });
});
