import postgres from 'postgres';
import { expect, inject, it } from 'vitest';

it('the tests tagged db run on a real PostgreSQL', async () => {
  const sql = postgres(inject('databaseUrl'), { max: 1 });
  const [row] = await sql`select version()`;
  expect(row?.version).toMatch(/^PostgreSQL \d+/);
  await sql.end();
});
