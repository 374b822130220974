import { Column, getTableColumns, is, type SQL, sql, Table } from 'drizzle-orm';
import type { Reader } from './client.ts';

/** A select that has not been sent. */
export interface Select {
  getSQL(): SQL;
  readonly _: { readonly selectedFields: unknown };
  then: PromiseLike<unknown[]>['then'];
}

type Gathered<Selects> = { [Name in keyof Selects]: Awaited<Selects[Name]> };

type Field = { path: readonly string[]; column: Column | undefined };

/**
 * Several selects sent as one statement: one round trip, and all of them see the same moment. The rows come back as
 * JSON and become by the columns' own decoders what each select alone would have answered.
 */
export async function gather<Selects extends Record<string, Select>>(
  reader: Reader,
  selects: Selects,
): Promise<Gathered<Selects>> {
  const named = Object.entries(selects).map(([name, select]) => ({
    name,
    select,
    fields: fieldsOf(select._.selectedFields),
  }));
  const columns = named.map(({ name, select, fields }) => [name, asJson(select, fields.length)] as const);
  const [row] = await reader.select(Object.fromEntries(columns)).from(sql`(values (1)) as asked(once)`);
  const answers = named.map(({ name, fields }) => {
    const rows = (row?.[name] ?? []) as unknown[][];
    return [name, rows.map((values) => decoded(fields, values))] as const;
  });
  return Object.fromEntries(answers) as Gathered<Selects>;
}

/** Columns by place: joined tables have columns of one name. */
function asJson(select: Select, count: number): SQL {
  const names = Array.from({ length: count }, (_, i) => sql.raw(`c${i}`));
  const list = sql.join(names, sql.raw(', '));
  return sql`(select coalesce(json_agg(json_build_array(${list})), '[]') from (${select.getSQL()}) as found(${list}))`;
}

/** In the order in which a select writes them down. */
function fieldsOf(selected: unknown, path: readonly string[] = []): Field[] {
  const members = is(selected, Table) ? getTableColumns(selected) : (selected as Record<string, unknown>);
  return Object.entries(members).flatMap(([name, value]) => {
    const at = [...path, name];
    if (is(value, Column)) return [{ path: at, column: value }];
    if (is(value, Table) || Object.getPrototypeOf(value) === Object.prototype) return fieldsOf(value, at);
    return [{ path: at, column: undefined }];
  });
}

function decoded(fields: readonly Field[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  fields.forEach(({ path, column }, i) => {
    const value = values[i] ?? null;
    let at = row;
    for (const name of path.slice(0, -1)) {
      at[name] ??= {};
      at = at[name] as Record<string, unknown>;
    }
    at[path.at(-1) ?? ''] = value === null || !column ? value : column.mapFromDriverValue(value);
  });
  return row;
}
