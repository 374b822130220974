import { sql } from 'drizzle-orm';
import type { Database, Run } from './client.ts';

const APPEND_ONLY = ['log_entries', 'log_index'];
const DELETABLE = ['log_details'];

/** The role that serves requests may add to the log and read it; only detail may be deleted (crypto-erasure). */
function rightsOn(table: string): string[] {
  if (APPEND_ONLY.includes(table)) return ['INSERT', 'SELECT'];
  if (DELETABLE.includes(table)) return ['DELETE', 'INSERT', 'SELECT'];
  return ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];
}

async function present(run: Run, role: string): Promise<Map<string, string>> {
  const { rows } = await run(sql`
    select t.tablename, coalesce(string_agg(g.privilege_type, ', ' order by g.privilege_type), '') as rights
    from pg_tables t left join information_schema.role_table_grants g
      on g.table_schema = t.schemaname and g.table_name = t.tablename and g.grantee = ${role}
    where t.schemaname = 'public' and t.tablename <> 'migrations'
    group by t.tablename`);
  return new Map(rows.map(({ tablename, rights }) => [String(tablename), String(rights)]));
}

/** Changes only what differs, all at once: brokers that serve meanwhile are never without a right. */
export async function grantToRuntimeRole(owner: Database, role: string): Promise<void> {
  const name = sql.identifier(role);
  await owner.transaction(async (run) => {
    await run(sql`grant usage on schema public to ${name}`);
    for (const [table, rights] of await present(run, role)) {
      const wanted = rightsOn(table).join(', ');
      if (rights === wanted) continue;
      await run(sql`revoke all on table ${sql.identifier(table)} from ${name}`);
      await run(sql`grant ${sql.raw(wanted)} on table ${sql.identifier(table)} to ${name}`);
    }
  });
}

export async function currentRole({ run }: Database): Promise<string> {
  const { rows } = await run(sql`select current_user as name`);
  return String(rows[0]?.name);
}

/** Whatever gave it the right counts: the tables are its own, it is a superuser, `public` or another role has it. */
export async function mayChangeTheLog({ run }: Database): Promise<boolean> {
  const { rows } = await run(sql`
    select 1 from pg_tables t, (values ('update'), ('delete'), ('truncate'), ('trigger')) as change (kind)
    where t.schemaname = 'public' and t.tablename in (${sql.join(APPEND_ONLY, sql`, `)})
      and (pg_has_role(t.tableowner, 'member') or has_table_privilege('public.' || t.tablename, change.kind))
    limit 1`);
  return rows.length > 0;
}
