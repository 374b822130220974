import { type Column, type SQL, sql } from 'drizzle-orm';

/**
 * One parameter, however many there are: a statement of one text, and no list that grows too long for it. As an array they
 * are looked up by the column's index; a set would be joined, for one of them by reading all there is.
 */
export function oneOf(column: Column, values: readonly string[]): SQL {
  return sql`${column} = any (array(select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb)))`;
}
