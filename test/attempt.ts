import { expect } from 'vitest';
import { delegations } from '#broker/delegation/tables.ts';
import { delegatedTokens, sessions } from '#broker/session/tables.ts';
import type { DelegatedHouse, Reply } from './delegated-house.ts';

/** Everything that a delegated token stands on. */
async function standing({ database: { handle } }: DelegatedHouse) {
  return {
    delegations: await handle.select().from(delegations).orderBy(delegations.id),
    sessions: await handle.select().from(sessions).orderBy(sessions.id),
    tokens: await handle.select().from(delegatedTokens).orderBy(delegatedTokens.jti),
  };
}

/** Tries what must not work: nothing may have changed but that the log tells of it. Answers with the new entries. */
export async function tried(house: DelegatedHouse, attempt: () => Promise<Reply>) {
  const [before, logged] = [await standing(house), new Set((await house.entries()).map(({ id }) => id))];
  const { status, body } = await attempt();
  expect(await standing(house)).toEqual(before);
  const entries = (await house.entries()).filter(({ id }) => !logged.has(id));
  return {
    status,
    body,
    log: entries.map(({ type, outcome, code, actor }) => ({ type, outcome, code, actor })),
  };
}

/** What the token endpoint says and records of a refused exchange. */
export const refusedExchange = (
  { error = 'invalid_request', reason }: { error?: string; reason?: string },
  by: RegExp | string = /^(console-support|agt_|svc_)/,
) => ({
  status: 400,
  body: {
    error,
    error_description: expect.any(String),
    ...(reason === undefined ? {} : { reason }),
  },
  // The client, or the agent, as far as the exchange had come.
  log: [
    { type: 'refusal.token', outcome: 'refused', code: reason ?? error, actor: expect.stringMatching(by) },
  ],
});
