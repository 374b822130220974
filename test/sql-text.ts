import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesIn, sourceFiles } from './imports.ts';

/** SQL as it stands in the repository, with where. */
export interface SqlText {
  readonly at: string;
  readonly text: string;
}

/** Every `sql` template, and the text of every `sql.raw` and of every call that takes SQL as a string. */
export function sqlIn(path: string, source: string): SqlText[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, false);
  const found: SqlText[] = [];
  const add = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ at: `${path}:${line + 1}`, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) add(node, node.template.getText(file));
    else if (ts.isCallExpression(node)) {
      const name = node.expression.getText(file).split('.').at(-1) ?? '';
      const [first] = node.arguments;
      if (first && /^(raw|exec|unsafe|query|execute)$/.test(name)) add(node, first.getText(file));
      // Column and table builders that stand for what a migration would say.
      if (/^(\w*serial|pgSequence|generated\w+AsIdentity)$/i.test(name)) add(node, name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** All SQL that runs on the databases of broker and console: migrations and what the code sends. */
export function allSql(root: string): SqlText[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const migrations = filesIn(root, 'drizzle').filter((path) => path.endsWith('.sql'));
  const sources = ['broker', 'lib'].flatMap((folder) => sourceFiles(root, folder));
  return [
    ...migrations.map((path) => ({ at: path, text: read(path) })),
    ...sources.filter((path) => !/\.test\.tsx?$/.test(path)).flatMap((path) => sqlIn(path, read(path))),
  ];
}
