import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openApiDocument } from '#broker/api/document.ts';
import { allScopes } from '#broker/oauth/scopes.ts';
import { scopeTable, withScopeTable } from './scope-table.ts';

const table = scopeTable(openApiDocument());

it('docs/protocol.md says which scope opens what, as the routes have it (npm run openapi)', async () => {
  const page = await readFile(new URL('../docs/protocol.md', import.meta.url), 'utf8');
  expect(page).toBe(withScopeTable(page, openApiDocument()));
});

it('names every call, every scope, and who may call with it', () => {
  const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const row = (scope: string) => rows.find(([, first]) => first === `\`${scope}\``)?.slice(2, 4);
  expect(allScopes.filter((scope) => row(scope) === undefined)).toEqual([]);
  const calls = Object.entries(openApiDocument().paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `\`${method.toUpperCase()} ${path}\``),
  );
  expect(calls.filter((call) => !table.includes(call))).toEqual([]);
  expect(row('audit.read')).toEqual(['admin (auditor)', expect.stringContaining('`GET /v1/audit/entries`')]);
  expect(row('delegation.request')?.[1]).toContain('`GET /v1/directory/customers` (support)');
});
