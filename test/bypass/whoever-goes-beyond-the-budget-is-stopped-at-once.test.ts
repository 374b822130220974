import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readDelegation } from '#broker/delegation/visible.ts';
import type { Budget, Session } from '#broker/session/session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { readSession } from '#broker/session/visible.ts';
import { intendWrite } from '#broker/signals/intend-write.ts';
import { reportOutcome } from '#broker/signals/report-outcome.ts';
import { type Read, reportReads } from '#broker/signals/report-reads.ts';
import { type DeedHouse, openDeedHouse } from '#broker/signals/test-deeds.ts';
import { RESOURCE } from '#test/demo.ts';

let house: DeedHouse;
beforeAll(async () => {
  house = await openDeedHouse();
}, 60_000);
afterAll(() => house?.close());

const backend = { clientId: 'svc_accounts', resource: RESOURCE };
let batch = 0;
beforeEach(() => {
  batch += 100;
});

/** What the backend tells of its reads, in one batch. */
const told = (jti: string, status: Read['status'], ...identifiers: string[]) => {
  batch += 1;
  const reads = identifiers.map((identifier) => ({
    jti,
    action: 'accounts:settings.read',
    identifier,
    status,
  }));
  return reportReads(house.context, backend, `batch-${batch}`, reads);
};

async function goesIn(budget: Budget) {
  const session = await house.goesIn('write', budget);
  const jti = await house.token(session);
  return { session, jti, account: house.accountOf('mira') };
}

async function endOf({ id, delegation }: Session) {
  const tess = house.who('admin', 'tess');
  const session = await readSession(house.context, { principal: tess, sid: id });
  const grant = await readDelegation(house.context, { principal: tess, id: delegation.id });
  const types = (await house.entries(delegation.id)).map(({ type }) => type);
  return { state: session.state, grant: grant.state.status, types };
}

const stopped = (reason: string) => ({
  state: { status: 'ended', endedBy: { kind: 'detection' }, reason },
  grant: 'revoked',
  types: expect.arrayContaining(['session.ended', 'delegation.revoked']),
});

it('who reads more often than was approved', async () => {
  const { session, jti, account } = await goesIn({ calls: 3 });
  await told(jti, 'done', account, account, account);
  expect((await endOf(session)).state.status).toBe('live');
  await told(jti, 'done', account);
  expect(await endOf(session)).toMatchObject(
    stopped('More was asked of the systems than was approved: 3 times.'),
  );
});

it('who looks at more different things than was approved', async () => {
  const { session, jti, account } = await goesIn({ resources: 2 });
  await told(jti, 'done', account, `${account}/settings`, account);
  expect((await endOf(session)).state.status).toBe('live');
  await told(jti, 'done', `${account}/settings/theme`);
  expect(await endOf(session)).toMatchObject(
    stopped('More different things were looked at than was approved: 2.'),
  );
});

it('who is turned away more often than was approved, by reads and by writes together', async () => {
  const { session, jti, account } = await goesIn({ denials: 2 });
  const deed = house.change(jti);
  await told(jti, 'refused', `${account}/other`);
  await intendWrite(house.context, backend, 'turned-away', deed);
  await reportOutcome(house.context, backend, 'turned-away', deed, 'refused');
  await reportOutcome(house.context, backend, 'turned-away', deed, 'refused');
  expect((await endOf(session)).state.status, 'the same told twice counts once').toBe('live');
  await reportOutcome(house.context, backend, 'could-not-be-asked', deed, 'failed');
  expect((await endOf(session)).state.status, 'what failed turned nobody away').toBe('live');
  await reportOutcome(house.context, backend, 'never-asked', deed, 'refused');
  expect(await endOf(session)).toMatchObject(
    stopped('It was turned away more often than was approved: 2 times.'),
  );
});

it('who asks to change something when all is used up, and going in again gives nothing back', async () => {
  const { session, jti } = await goesIn({ calls: 1 });
  const deed = house.change(jti);
  await intendWrite(house.context, backend, 'the-last', deed);
  await expect(intendWrite(house.context, backend, 'one-more', deed)).rejects.toMatchObject({
    code: 'budget_spent',
  });
  expect(await endOf(session)).toMatchObject(
    stopped('More was asked of the systems than was approved: once.'),
  );
  const again = {
    principal: house.who('support', 'ana'),
    delegationId: session.delegation.id,
    grantKey: { jkt: 'key' },
  };
  await expect(startSession(house.context, again)).rejects.toMatchObject({ code: 'not_granted' });
});

it('and what nobody limited ends nothing', async () => {
  const { session, jti, account } = await goesIn({});
  await told(jti, 'refused', ...Array.from({ length: 60 }, (_, i) => `${account}/no/${i}`));
  await told(jti, 'done', ...Array.from({ length: 60 }, (_, i) => `${account}/settings/${i}`));
  expect((await endOf(session)).state.status).toBe('live');
});
