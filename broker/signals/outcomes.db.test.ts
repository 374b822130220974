import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { enablePerson } from '#broker/identity/enable-person.ts';
import { endSession } from '#broker/session/end-session.ts';
import { lowerSession } from '#broker/session/lower-session.ts';
import type { Session } from '#broker/session/session.ts';
import { sessions } from '#broker/session/tables.ts';
import { alertMissingOutcomes } from './alert-missing-outcomes.ts';
import type { Deed } from './deed.ts';
import { intendWrite } from './intend-write.ts';
import { reportOutcome } from './report-outcome.ts';
import { type Read, reportReads } from './report-reads.ts';
import { ACCOUNTS, type DeedHouse, OTHER, openDeedHouse } from './test-deeds.ts';
import { noteUse } from './token-use.ts';

let house: DeedHouse;
const ROUNDS = 5;
let ids = 0;
const newIntent = () => `intent-${++ids}`;
const intend = (deed: Deed, id = newIntent(), backend = ACCOUNTS) =>
  intendWrite(house.context, backend, id, deed);
const code = (refusal: string) => expect.objectContaining({ name: 'Refusal', code: refusal, status: 403 });

async function used(session: Session): Promise<number> {
  const [row] = await house.database.handle.select().from(sessions).where(eq(sessions.id, session.id));
  return row?.callsUsed ?? -1;
}

async function typesOf(session: Session): Promise<string[]> {
  const entries = await house.entries(session.delegation.id);
  return entries.map(({ type }) => String(type)).filter((type) => /^(outcome|alert)\./.test(type));
}

beforeAll(async () => {
  house = await openDeedHouse();
}, 240_000);
afterAll(() => house.close());
beforeEach(() => house.clock.pass(1));

describe('an intent', () => {
  it('is accepted at level write, is in the log, and is spent', async () => {
    const session = await house.goesIn('write');
    const deed = house.change(await house.token(session));
    await intend(deed);
    expect(await used(session)).toBe(1);
    const [entry] = (await house.entries(session.delegation.id)).filter(
      ({ type }) => type === 'outcome.intended',
    );
    expect(entry).toMatchObject({
      session: session.id,
      actor: session.actorId,
      subject: session.subjectId,
      jti: deed.jti,
      facts: { action: deed.action, identifier: deed.identifier },
    });
  });

  it('is refused at level read', async () => {
    const session = await house.goesIn('read');
    const jti = await house.token(session, { level: 'write' });
    await expect(intend(house.change(jti))).rejects.toEqual(code('level_read'));
    expect(await typesOf(session)).toEqual([]);
  });

  it('is refused with a token from before the raise, and after the lowering', async () => {
    const session = await house.goesIn('write');
    const early = await house.token(session, { level: 'read' });
    await expect(intend(house.change(early))).rejects.toEqual(code('level_read'));
    const jti = await house.token(session);
    await lowerSession(house.context, { principal: house.who('support', 'ana'), sid: session.id });
    await expect(intend(house.change(jti))).rejects.toEqual(code('level_read'));
  });

  it('is refused after the session ended', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    await endSession(house.context, { principal: house.who('support', 'ana'), sid: session.id });
    await expect(intend(house.change(jti))).rejects.toEqual(code('session_ended'));
  });

  it('is refused after the customer stopped the delegation', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    await revokeGrant(house.context, { principal: house.who('customer', 'mira'), id: session.delegation.id });
    await expect(intend(house.change(jti))).rejects.toEqual(code('session_ended'));
  });

  it('is refused while the actor is shut out', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    const admin = house.who('admin', 'max');
    const ana = house.who('support', 'ana').id;
    await disablePerson(house.context, admin, ana, 'Left.');
    await expect(intend(house.change(jti))).rejects.toEqual(expect.objectContaining({ status: 403 }));
    expect(await typesOf(session)).toEqual([]);
    await enablePerson(house.context, admin, ana);
  });

  it('is refused under a newer policy version until the session was judged again', async () => {
    const session = await house.goesIn('write');
    const deed = house.change(await house.token(session));
    const activate = (version: string) =>
      house.database.run(sql`
        with stored as (insert into policy_versions (version, files, stored_at)
          values (${version}, '{}', now()) on conflict do nothing)
        insert into active_policy (name, version, epoch, activated_at) values ('active', ${version}, 1, now())
        on conflict (name) do update set version = excluded.version, epoch = active_policy.epoch + 1`);
    await activate(session.policyVersion);
    await activate('newer');
    await expect(intend(deed)).rejects.toEqual(code('session_changed'));
    await activate(session.policyVersion);
    await intend(deed);
  });

  it('is refused with an expired token', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session, { expiresAt: house.clock.at });
    await expect(intend(house.change(jti))).rejects.toEqual(code('token_expired'));
  });

  it('is refused with an unknown token, and with one for another backend', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    await expect(intend(house.change('tok_nobody'))).rejects.toEqual(code('unknown_token'));
    await expect(intend(house.change(jti), newIntent(), OTHER)).rejects.toEqual(code('unknown_token'));
  });

  it('is refused for an action or a resource beyond the details', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    const other = `${house.accountOf('noel')}/settings`;
    const longer = `${house.accountOf('mira')}9`;
    await expect(intend(house.change(jti, { action: 'accounts:profile.update' }))).rejects.toEqual(
      code('outside_details'),
    );
    for (const identifier of [other, longer])
      await expect(intend(house.change(jti, { identifier }))).rejects.toEqual(code('outside_details'));
  });

  it('is refused when calls or resources are used up', async () => {
    const session = await house.goesIn('write', { calls: 2, resources: 1 });
    const deed = house.change(await house.token(session));
    await intend(deed);
    await intend(deed);
    await expect(intend(deed)).rejects.toEqual(code('budget_spent'));
    expect(await used(session)).toBe(2);
    await expect(intend(deed), 'the attempt has ended the session').rejects.toEqual(code('session_ended'));

    const narrow = await house.goesIn('write', { resources: 1 });
    const first = house.change(await house.token(narrow));
    await intend(first);
    const elsewhere = { ...first, identifier: `${first.identifier}/theme` };
    await expect(intend(elsewhere)).rejects.toEqual(code('budget_spent'));
    await expect(intend(first)).rejects.toEqual(code('session_ended'));
  });

  it('of the same id is the same: committed and spent once, and no second yes after the stop', async () => {
    const session = await house.goesIn('write', { calls: 1 });
    const deed = house.change(await house.token(session));
    const id = newIntent();
    await intend(deed, id);
    await intend(deed, id);
    expect(await used(session)).toBe(1);
    expect(await typesOf(session)).toEqual(['outcome.intended']);
    await expect(intend({ ...deed, identifier: house.accountOf('mira') }, id)).rejects.toEqual(
      code('intent_mismatch'),
    );
    await endSession(house.context, { principal: house.who('support', 'ana'), sid: session.id });
    await expect(intend(deed, id)).rejects.toEqual(code('session_ended'));
  });

  it('of two over the last unit of the budget, exactly one wins', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const session = await house.goesIn('write', { calls: 1 });
      const deed = house.change(await house.token(session));
      const settled = await Promise.allSettled([intend(deed), intend(deed)]);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'budget_spent' },
      });
      expect(await typesOf(session)).toEqual(['outcome.intended']);
    }
  });

  it('and a stop at the same moment: the intent is before the stop in the log, or there is none', async () => {
    const principal = house.who('support', 'ana');
    for (let round = 0; round < ROUNDS; round++) {
      const session = await house.goesIn('write');
      const deed = house.change(await house.token(session));
      const [intended, stopped] = await Promise.allSettled([
        intend(deed),
        endSession(house.context, { principal, sid: session.id }),
      ]);
      expect(stopped.status).toBe('fulfilled');
      const entries = (await house.entries(session.delegation.id)).map(({ type }) => type);
      expect(entries.includes('outcome.intended')).toBe(intended.status === 'fulfilled');
      await expect(intend(deed)).rejects.toEqual(code('session_ended'));
    }
  });
});

describe('an outcome', () => {
  it('closes its intent once, even after the stop; the same again is the same', async () => {
    const session = await house.goesIn('write');
    const deed = house.change(await house.token(session));
    const id = newIntent();
    await intend(deed, id);
    await endSession(house.context, { principal: house.who('support', 'ana'), sid: session.id });
    await reportOutcome(house.context, ACCOUNTS, id, deed, 'done');
    await reportOutcome(house.context, ACCOUNTS, id, deed, 'done');
    expect(await typesOf(session)).toEqual(['outcome.intended', 'outcome.done']);
    await expect(reportOutcome(house.context, ACCOUNTS, id, deed, 'failed')).rejects.toMatchObject({
      code: 'outcome_known',
    });
  });

  it('must match the token of its intent, and there is no "done" without an intent', async () => {
    const session = await house.goesIn('write');
    const deed = house.change(await house.token(session));
    const id = newIntent();
    await intend(deed, id);
    const otherToken = { ...deed, jti: await house.token(session) };
    await expect(reportOutcome(house.context, ACCOUNTS, id, otherToken, 'done')).rejects.toEqual(
      code('intent_mismatch'),
    );
    await expect(reportOutcome(house.context, ACCOUNTS, newIntent(), deed, 'done')).rejects.toEqual(
      code('no_intent'),
    );
    await reportOutcome(house.context, ACCOUNTS, newIntent(), deed, 'refused');
    expect(await typesOf(session)).toEqual(['outcome.intended', 'outcome.refused']);
  });
});

describe('reads', () => {
  const read = (jti: string): Read => ({
    jti,
    action: 'accounts:settings.read',
    identifier: `${house.accountOf('mira')}/settings`,
    status: 'done',
  });

  it('of a batch are one entry, count, and are taken in once', async () => {
    const session = await house.goesIn('read');
    const jti = await house.token(session);
    const reads = [read(jti), read(jti), { ...read(jti), action: 'accounts:profile.read' }];
    await reportReads(house.context, ACCOUNTS, 'batch-1', reads);
    await reportReads(house.context, ACCOUNTS, 'batch-1', reads);
    const entries = (await house.entries(session.delegation.id)).filter(
      ({ type }) => type === 'outcome.read',
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]?.facts).toEqual({ calls: 2, 'accounts:settings.read': 2 });
    expect(await used(session)).toBe(2);
    const unfit = (await house.entries(session.delegation.id)).filter(
      ({ type }) => type === 'alert.unfit_report',
    );
    expect(unfit, 'what the token does not cover was not read by it').toEqual([
      expect.objectContaining({ target: 'svc_accounts', facts: { calls: 1 } }),
    ]);
    await expect(reportReads(house.context, ACCOUNTS, 'batch-1', [read(jti)])).rejects.toMatchObject({
      code: 'id_used',
    });
    await expect(reportReads(house.context, OTHER, 'batch-2', reads)).rejects.toEqual(code('unknown_token'));
  });

  it('that were turned away touch nothing, and a write is no read', async () => {
    const session = await house.goesIn('write');
    const jti = await house.token(session);
    const away = Array.from({ length: 5 }, (_, i) => ({
      ...read(jti),
      identifier: `account/x${i}`,
      status: 'refused' as const,
    }));
    const written = { ...read(jti), action: 'accounts:settings.update' };
    await reportReads(house.context, ACCOUNTS, newIntent(), [...away, written]);
    const [row] = await house.database.handle.select().from(sessions).where(eq(sessions.id, session.id));
    expect(row?.resourcesUsed).toEqual([]);
    expect(await typesOf(session)).toEqual(['alert.unfit_report', 'outcome.refused']);
  });

  it('of a session that nobody uses any more do not wake it', async () => {
    const session = await house.goesIn('read');
    const jti = await house.token(session);
    house.clock.pass(session.idleSeconds + 1);
    await reportReads(house.context, ACCOUNTS, newIntent(), [read(jti)]);
    const [row] = await house.database.handle.select().from(sessions).where(eq(sessions.id, session.id));
    expect(row?.lastUsedAt).toEqual(session.lastUsedAt);
  });
});

describe('what is missing is an alert, once', () => {
  it('an intent without an outcome after 30 s', async () => {
    const session = await house.goesIn('write');
    const deed = house.change(await house.token(session));
    await intend(deed);
    house.clock.pass(29);
    await alertMissingOutcomes(house.context);
    expect(await typesOf(session)).toEqual(['outcome.intended']);
    house.clock.pass(2);
    await alertMissingOutcomes(house.context);
    await alertMissingOutcomes(house.context);
    expect(await typesOf(session)).toEqual(['outcome.intended', 'alert.outcome_missing']);
  });

  it('a token that a backend asked about and said nothing of', async () => {
    const session = await house.goesIn('write');
    const silent = await house.token(session);
    const reported = await house.token(session);
    for (const jti of [silent, reported]) await noteUse(house.context, jti);
    await intend(house.change(reported), 'closed');
    await reportOutcome(house.context, ACCOUNTS, 'closed', house.change(reported), 'done');
    house.clock.pass(31);
    await alertMissingOutcomes(house.context);
    await alertMissingOutcomes(house.context);
    const alerts = (await house.entries(session.delegation.id)).filter(({ type }) =>
      String(type).startsWith('alert.'),
    );
    expect(alerts.map(({ type, jti }) => [type, jti])).toEqual([['alert.use_unreported', silent]]);
  });
});
