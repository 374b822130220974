import type { SQLWrapper } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { type Context, contextFor, type Services } from '#broker/context.ts';
import type { Database } from '#broker/db/client.ts';
import { rowsInForce } from '#broker/oauth/seals/sealed-rows.ts';

const dialect = new PgDialect();
const writesSealed =
  /^\s*(update|insert into)\s+"?(delegations|reviews|consents|sessions|clients|client_changes|persons|people|backends|accounts|account_consenters|active_policy|offers|passkeys|policy_proposals|policy_replays)\b/i;

/** Seals whatever stands in the tables, or in this one, as if the broker had written it. */
export async function sealAll({ reader, seals }: Context, database: Database, only?: string): Promise<void> {
  for (const { table, row, sealing } of await rowsInForce(reader, only)) {
    const seal = seals.of(table, row);
    if (seal !== row.seal) await database.run(sealing(seal).statement);
  }
}

/**
 * What a test writes past the verbs to set a scene counts as the broker's own: it is sealed. Who plays the attacker
 * who can write the tables writes with `services.database`.
 */
export function sealingDatabase(services: Services): Database {
  const { database } = services;
  const context = contextFor(services, { requestId: 'scene' });
  return {
    ...database,
    run: async (statement: SQLWrapper) => {
      const ran = await database.run(statement);
      const [, , table] = writesSealed.exec(dialect.sqlToQuery(statement.getSQL()).sql) ?? [];
      if (table !== undefined) await sealAll(context, database, table.toLowerCase());
      return ran;
    },
  };
}
