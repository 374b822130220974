import { type Column, type SQL, sql } from 'drizzle-orm';

/** One parameter, however many there are: a statement of one text, and no list that grows too long for it. */
export function oneOf(column: Column, values: readonly string[]): SQL {
  return sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb))`;
}
