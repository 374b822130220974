import type { SQLWrapper } from 'drizzle-orm';
import { eq, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { judgeSessions, onGrants } from '#broker/followers/judge-sessions.ts';
import { people } from '#broker/identity/tables.ts';
import { endSession } from '#broker/session/end-session.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

const dialect = new PgDialect();

let house: DelegatedHouse;
let ana: SignedIn;
let begun: Awaited<ReturnType<DelegatedHouse['inSession']>>;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await regroup(['support-agents']);
  ana = await house.signIn('support', 'ana');
  begun = await house.inSession(ana);
});

const regroup = (groups: string[]) =>
  house.database.run(
    update(people)
      .set({ groups })
      .where(eq(people.id, house.who('support', 'ana').id)),
  );

/** Ana has lost her group, and that is judged; what was written before, and how it came out. */
async function judged(meanwhile: () => Promise<unknown> = async () => undefined) {
  await regroup([]);
  const before = await written();
  const judging = () => judgeSessions(house.context, onGrants(eq(delegations.id, begun.delegation.id)));
  const [outcome] = await Promise.allSettled([interrupted(judging, meanwhile)]);
  return { outcome, before };
}

/** Something else comes first, after all was read and before the one statement that writes. */
async function interrupted<T>(deed: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const { database } = house.services;
  const { run } = database;
  database.run = async (statement: SQLWrapper) => {
    expect(dialect.sqlToQuery(statement.getSQL()).sql).toMatch(/^with w0 as/);
    database.run = run;
    await meanwhile();
    return run(statement);
  };
  const patched = database.run;
  try {
    return await deed();
  } finally {
    expect(database.run, 'nothing was written as one statement').not.toBe(patched);
    database.run = run;
  }
}

async function written() {
  const { delegation, session } = begun;
  const kept = await house.context.reader
    .select({ id: policyDecisions.id })
    .from(policyDecisions)
    .where(eq(policyDecisions.delegation, delegation.id));
  return {
    types: await house.types(delegation.id),
    decisions: kept.length,
    delegation: (await house.delegation(delegation.id)).state,
    session: (await house.session(session.id)).state,
  };
}

it('a session that policy ends takes the delegation along in one statement, with both entries, and its verdict is kept', async () => {
  const { outcome, before } = await judged();
  expect(outcome.status).toBe('fulfilled');
  expect(await written()).toMatchObject({
    types: [...before.types, 'session.ended', 'delegation.revoked'],
    decisions: before.decisions + 1,
    delegation: { status: 'revoked', endedBy: { kind: 'policy' } },
    session: { status: 'ended', endedBy: { kind: 'policy' } },
  });
});

it('where somebody else ended the session first, nothing of it is written', async () => {
  const { principal } = ana;
  const { outcome, before } = await judged(() =>
    endSession(house.context, { principal, sid: begun.session.id }),
  );
  expect(outcome.status).toBe('fulfilled');
  expect(await written()).toEqual({
    ...before,
    types: [...before.types, 'session.ended'],
    session: expect.objectContaining({ status: 'ended', endedBy: { kind: 'agent', id: principal.id } }),
  });
});

it('where the delegation is another by then nothing is written, and both end when they are looked at again', async () => {
  const { outcome, before } = await judged(() =>
    house.database.run(
      update(delegations)
        .set({ changes: sql`${delegations.changes} + 1` })
        .where(eq(delegations.id, begun.delegation.id)),
    ),
  );
  expect(outcome.status).toBe('fulfilled');
  expect(before).toMatchObject({ session: { status: 'live' }, delegation: { status: 'granted' } });
  expect(await written()).toMatchObject({
    types: [...before.types, 'session.ended', 'delegation.revoked'],
    decisions: before.decisions + 1,
    delegation: { status: 'revoked' },
    session: { status: 'ended' },
  });
});

it('a token whose session ends before its one statement is not issued, nor counted, nor on record', async () => {
  const { principal } = ana;
  const before = await written();
  const exchanging = () => house.exchange(ana, begun.grant);
  const reply = await interrupted(exchanging, () =>
    endSession(house.context, { principal, sid: begun.session.id }),
  );
  expect(reply).toMatchObject({ status: 400 });
  const { used } = await house.session(begun.session.id);
  expect(used).toEqual(begun.session.used);
  expect(await written()).toMatchObject({
    types: [...before.types, 'session.ended', 'refusal.token'],
    decisions: before.decisions,
    delegation: { status: 'granted' },
  });
});
