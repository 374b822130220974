import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { openApiDocument } from '#broker/api/document.ts';

/** The document and the client's types are made from the routes: run after any change of one. */
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
console.log(`Wrote openapi.json and ${fileURLToPath(new URL('api.ts', generated))}.`);
