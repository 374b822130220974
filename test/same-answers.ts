import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { Database } from '#broker/db/client.ts';
import { decisionFrom } from '#broker/decisions/store.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { answer } from '#broker/policy/asked.ts';
import type { Engine } from '#broker/policy/engine.ts';

/** Whatever a house has decided in a test: asked again under the same version, everything is answered alike. */
export async function expectSameAnswers(database: Database, policy: Engine): Promise<void> {
  const rows = await database.handle
    .select()
    .from(policyDecisions)
    .where(eq(policyDecisions.policyVersion, policy.version));
  for (const row of rows) {
    const recorded = decisionFrom(row);
    const now = answer(policy, recorded.asked);
    if (!isDeepStrictEqual(now, recorded.answer))
      throw new Error(
        `${recorded.id} is answered otherwise: ${JSON.stringify({ recorded: recorded.answer, now, asked: recorded.asked })}`,
      );
  }
}
