import type { SQLWrapper } from 'drizzle-orm';
import { and, eq, inArray } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deleteFrom, update } from '#broker/db/build.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { accountConsenters, accounts, people } from '#broker/identity/tables.ts';
import type { SessionId } from '#broker/ids.ts';
import { sessions } from '#broker/session/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, READ } from '#test/delegated-house.ts';
import { judgeSessions } from './judge-sessions.ts';
import { readAnew } from './known-grants.ts';

const pairs = [
  ['ana', 'mira'],
  ['ben', 'ivo'],
  ['cleo', 'noel'],
  ['eve', 'kai'],
] as const;
const leaving = ['ben', 'cleo'] as const;
let house: DelegatedHouse;
let live: Map<string, SessionId>;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
afterAll(() => house.close());
beforeEach(async () => {
  await house.allLapse();
  await regroup(['support-agents']);
  live = new Map();
  for (const [agent, customer] of pairs) {
    const started = await house.starts(
      await house.signIn('support', agent),
      await house.granted(agent, customer, READ),
    );
    live.set(agent, started.id);
  }
  await house.database.run(
    update(sessions)
      .set({ policyVersion: 'older' })
      .where(inArray(sessions.id, [...live.values()])),
  );
  await regroup([]);
});

const idOf = (agent: string) => live.get(agent) ?? expect.unreachable();
const regroup = (groups: string[]) =>
  house.database.run(
    update(people)
      .set({ groups })
      .where(
        inArray(
          people.id,
          leaving.map((login) => house.who('support', login).id),
        ),
      ),
  );
const judged = (page: number) =>
  judgeSessions(house.context, undefined, readAnew, { sizes: { page, part: 1 } });
const queryOf = (statement: SQLWrapper) => new PgDialect().sqlToQuery(statement.getSQL());
const isEnd = (statement: SQLWrapper) => /^with w0 as \(update "delegations"/.test(queryOf(statement).sql);
const paramsOf = (statement: SQLWrapper) => queryOf(statement).params;
const explained = (agent: string) =>
  house.database.handle.$count(
    policyDecisions,
    and(eq(policyDecisions.session, idOf(agent)), eq(policyDecisions.stage, 'use')),
  );

async function othersGoOn() {
  for (const agent of ['ana', 'eve'])
    expect(await house.session(idOf(agent))).toMatchObject({
      state: { status: 'live' },
      policyVersion: house.context.policy.version,
    });
}

it('judges all of them, however many pages and parts they make', async () => {
  await judged(3);
  for (const agent of leaving) {
    expect((await house.session(idOf(agent))).state).toMatchObject({ endedBy: { kind: 'policy' } });
    expect(await explained(agent)).toBe(1);
  }
  await othersGoOn();
});

it('a lost race over the only one of its part is no failure: it is looked at again, and the others are judged', async () => {
  const { database } = house.services;
  const { run } = database;
  const grants = await Promise.all(
    leaving.map(async (agent) => (await house.session(idOf(agent))).delegation),
  );
  database.run = async (statement: SQLWrapper) => {
    if (!isEnd(statement)) return run(statement);
    database.run = run;
    for (const { id } of grants)
      await house.database.run(update(delegations).set({ changes: 40 }).where(eq(delegations.id, id)));
    return run(statement);
  };
  await judged(1);
  for (const agent of leaving) {
    expect((await house.session(idOf(agent))).state).toMatchObject({ endedBy: { kind: 'policy' } });
    expect(await explained(agent)).toBe(1);
  }
  await othersGoOn();
});

it('what fails on one page keeps no other from its end, nor from its reason, and is told', async () => {
  const { database } = house.services;
  const { run } = database;
  const fault = new Error('The connection was lost.');
  // One of the two that are to end meets it.
  database.run = async (statement: SQLWrapper) => {
    if (!isEnd(statement)) return run(statement);
    database.run = run;
    throw fault;
  };
  await expect(judged(1)).rejects.toBe(fault);
  const states = await Promise.all(leaving.map(async (agent) => (await house.session(idOf(agent))).state));
  expect(states.map(({ status }) => status).sort()).toEqual(['ended', 'live']);
  const ended = leaving.filter((_, i) => states[i]?.status === 'ended');
  expect(await Promise.all(ended.map(explained))).toEqual([1]);
  await othersGoOn();
  await judged(4);
  for (const agent of leaving)
    expect((await house.session(idOf(agent))).state).toMatchObject({ endedBy: { kind: 'policy' } });
});

it('one that changes whenever it is looked at is given up after some tries, and told', async () => {
  const { database } = house.services;
  const { run } = database;
  const { delegation } = await house.session(idOf('cleo'));
  let tries = 0;
  database.run = async (statement: SQLWrapper) => {
    const isHers = isEnd(statement) && JSON.stringify(paramsOf(statement)).includes(delegation.id);
    if (isHers && tries++ < 50)
      await house.database.run(
        update(delegations)
          .set({ changes: 40 + tries })
          .where(eq(delegations.id, delegation.id)),
      );
    return run(statement);
  };
  await expect(judged(4).finally(() => Object.assign(database, { run }))).rejects.toMatchObject({
    code: 'changed_meanwhile',
  });
  expect(tries).toBe(7);
  expect((await house.session(idOf('ben'))).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await othersGoOn();
});

// The last one: nothing brings him back.
it('a customer of whom there is no record any more keeps nobody else from being judged, and nobody is in his account', async () => {
  const { id } = house.who('customer', 'kai');
  for (const [table, where] of [
    [accountConsenters, eq(accountConsenters.customerId, id)],
    [accounts, eq(accounts.ownerId, id)],
    [people, eq(people.id, id)],
  ] as const)
    await house.services.database.run(deleteFrom(table).where(where));
  await judged(4);
  expect((await house.session(idOf('eve'))).state).toMatchObject({
    endedBy: { kind: 'policy' },
    reason: 'There is no record of the customer any more.',
  });
  for (const agent of leaving)
    expect((await house.session(idOf(agent))).state).toMatchObject({ endedBy: { kind: 'policy' } });
});
