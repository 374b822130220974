import postgres from 'postgres';
import { expect, inject, it } from 'vitest';

const url = inject('databaseUrl');

it.skipIf(!url)('the tests tagged db run on a real PostgreSQL', async () => {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`select version()`;
  expect(row?.['version']).toMatch(/^PostgreSQL \d+/);
  await sql.end();
});
