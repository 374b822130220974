import { readFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { openApiDocument } from './document.ts';

const onDisk = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

it('openapi.json is what the routes say (npm run openapi)', async () => {
  expect(JSON.parse(await onDisk('openapi.json'))).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

it("the client's types are what openapi.json says (npm run openapi)", async () => {
  const types = astToString(await openapiTypescript(JSON.parse(await onDisk('openapi.json'))));
  expect(await onDisk('packages/client/src/generated/api.ts')).toContain(types);
});
