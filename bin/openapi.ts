import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { openApiDocument } from '#broker/api/document.ts';
import { withScopeTable } from './scope-table.ts';

/** The document, the client's types and the table of scopes are made from the routes: run after any change of one. */
const root = new URL('../', import.meta.url);
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
await writeFile(new URL('openapi.json', root), text);
const types = await openapiTypescript(JSON.parse(text));
const generated = new URL('packages/client/src/generated/', root);
await mkdir(generated, { recursive: true });
await writeFile(
  new URL('api.ts', generated),
  `// Generated from openapi.json by \`npm run openapi\`.\n\n${astToString(types)}`,
);
const page = new URL('docs/protocol.md', root);
await writeFile(page, withScopeTable(await readFile(page, 'utf8'), JSON.parse(text)));
console.log(
  `Wrote openapi.json, ${fileURLToPath(new URL('api.ts', generated))} and the scopes of docs/protocol.md.`,
);
