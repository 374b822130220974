import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** `docs/edge-cases.md` is made from the sentences of `test/bypass/`: `npm run edge-cases` after any change there. */
const FOLDER = new URL('../test/bypass/', import.meta.url);
const PAGE = new URL('../docs/edge-cases.md', import.meta.url);
const CALLS = new Set(['it', 'describe']);

interface Told {
  readonly sentence: string;
  readonly under: readonly Told[];
}

/** `it`, `it.each([…])`, `describe.skipIf(…)`: the word that all of them begin with. */
function wordOf(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return wordOf(callee.expression);
  return undefined;
}

/** What a table fills in is left open. */
function textOf(title: ts.Expression): string | undefined {
  const open = (text: string) => text.replaceAll(/%[sdifjo]|\$[\w.]+/g, '…');
  if (ts.isStringLiteralLike(title)) return open(title.text);
  if (!ts.isTemplateExpression(title)) return undefined;
  return open(title.head.text + title.templateSpans.map(({ literal }) => `…${literal.text}`).join(''));
}

function toldIn(node: ts.Node): Told[] {
  const under: Told[] = [];
  node.forEachChild((child) => {
    under.push(...toldIn(child));
  });
  if (!ts.isCallExpression(node)) return under;
  const [title] = node.arguments;
  const sentence = title && textOf(title);
  return sentence !== undefined && CALLS.has(wordOf(node.expression) ?? '') ? [{ sentence, under }] : under;
}

export function sentencesOf(source: string): Told[] {
  return toldIn(ts.createSourceFile('a.test.ts', source, ts.ScriptTarget.Latest));
}

const fromFileName = (name: string) => {
  const words = name.replace(/(\.nightly|\.db)?\.test\.ts$/, '').replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const bullets = (told: readonly Told[], depth = 0): string[] =>
  told.flatMap(({ sentence, under }) => [
    `${'  '.repeat(depth)}- ${sentence.replaceAll(/[<>*_`]/g, '\\$&')}`,
    ...bullets(under, depth + 1),
  ]);

export async function edgeCasesPage(): Promise<string> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.ts')).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const told = sentencesOf(await readFile(new URL(name, FOLDER), 'utf8'));
      return [
        `## ${fromFileName(name)}`,
        '',
        `[test/bypass/${name}](../test/bypass/${name})`,
        '',
        ...bullets(told),
        '',
      ];
    }),
  );
  return [
    '# Edge cases',
    '',
    'Every attempt to get round the rules that has a test, one heading for each file of `test/bypass/` and one line',
    'for each of its tests. Made by `npm run edge-cases`; a test holds this page against the files.',
    '',
    ...parts.flat(),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(PAGE, await edgeCasesPage());
  console.log('Wrote docs/edge-cases.md.');
}
