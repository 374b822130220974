import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { cut } from '#broker/identity/not-before.ts';
import { notBefore, people } from '#broker/identity/tables.ts';
import { isSignedIn } from '#broker/oauth/live-principal.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let max: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  max = await house.signIn('admin', 'max', {
    scopes: ['delegation.revoke', 'people.manage', 'client.manage'],
    groups: ['team-leads', 'people-admins'],
  });
});
afterAll(() => house.close());

const cuts = (who: SignedIn, body: object) => house.call(who, 'POST', '/v1/not-before', body);
const reason = 'A device was lost.';

async function atOf(level: 'client' | 'person', id: string): Promise<Date | undefined> {
  const where = and(eq(notBefore.level, level), eq(notBefore.id, id));
  return (await house.database.handle.select().from(notBefore).where(where))[0]?.at;
}

describe('who may cut off what', () => {
  const scopes = {
    'delegation.revoke': ['delegation', 'session', 'subject', 'actor'],
    'people.manage': ['person'],
    'client.manage': ['client'],
  };
  const levels = Object.values(scopes).flat();

  it.each(Object.entries(scopes))('%s opens %s, and nothing else', async (scope, opened) => {
    const tess = await house.signIn('admin', 'tess', {
      scopes: [scope],
      groups: ['team-leads', 'people-admins'],
    });
    for (const level of levels) {
      const { status } = await cuts(tess, { level, id: 'xyz_nobody', reason });
      expect([level, status]).toEqual([level, opened.includes(level) ? 404 : 403]);
    }
  });

  it('nobody but an admin', async () => {
    const body = { level: 'subject', id: house.who('customer', 'mira').id, reason };
    for (const who of [
      await house.signIn('support', 'ana', { scopes: ['delegation.revoke'] }),
      await house.signIn('customer', 'mira', { scopes: ['delegation.revoke'] }),
      await house.asService(),
    ])
      expect(await cuts(who, body)).toMatchObject({ status: 403, body: { code: 'wrong_domain' } });
  });

  it('not without a reason, and not at a level that there is none of', async () => {
    const id = house.who('customer', 'mira').id;
    for (const body of [
      { level: 'subject', id },
      { level: 'subject', id, reason: ' ' },
      { level: 'token', id, reason },
      { level: 'subject', id, reason, at: '2026-01-01T00:00:00Z' },
    ])
      expect((await cuts(max, body)).status).toBe(400);
    expect((await cuts(max, { level: 'subject', id, reason: 'left\u202Eright' })).status).toBe(400);
  });
});

it.each([
  ['subject', 'agt_nobody'],
  ['actor', 'cus_nobody'],
  ['client', 'console-nobody'],
  ['delegation', 'dlg_nothing'],
  ['session', 'ses_nothing'],
  ['person', 'prs_nobody'],
])('a %s that there is not is 404', async (level, id) => {
  expect((await cuts(max, { level, id, reason })).status).toBe(404);
});

it('somebody of another kind is unknown at that level', async () => {
  expect((await cuts(max, { level: 'subject', id: house.who('support', 'ana').id, reason })).status).toBe(
    404,
  );
  expect((await cuts(max, { level: 'actor', id: house.who('admin', 'tess').id, reason })).status).toBe(404);
});

it('the same key is answered once and does it once', async () => {
  const send = (key: string) =>
    house.app.request(
      `${house.issuer}/v1/not-before`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${max.token}`,
          'content-type': 'application/json',
          'idempotency-key': `"${key}"`,
        },
        body: JSON.stringify({ level: 'actor', id: house.who('support', 'cleo').id, reason }),
      },
      {
        connection: {
          remoteAddress: '127.0.0.1',
          certificate: { thumbprint: max.thumbprint, sanUris: [], subject: '', issuedAt: new Date() },
        },
      },
    );
  const answers = [await (await send('once')).json(), await (await send('once')).json()];
  expect(answers[1]).toEqual(answers[0]);
  const set = (await house.entries()).filter(
    ({ type, target }) => type === 'not_before.set' && target === house.who('support', 'cleo').id,
  );
  expect(set).toHaveLength(1);
});

it('a cut only moves forward', async () => {
  const at = (seconds: number) =>
    house.contextAt(new Date(house.clock.at.getTime() + seconds * 1000)).clock.sql;
  for (const seconds of [20, 10, 30, 25])
    await house.database.run(cut('client', 'svc_other', at(seconds)).statement);
  expect(await atOf('client', 'svc_other')).toEqual(new Date(house.clock.at.getTime() + 30_000));
});

it('a person named by an account is the person behind all of them', async () => {
  const { id } = house.who('admin', 'cleo');
  expect((await cuts(max, { level: 'person', id, reason })).status).toBe(200);
  const [row] = await house.database.handle
    .select()
    .from(people)
    .where(eq(people.id, house.who('support', 'cleo').id));
  expect(await atOf('person', row?.personId ?? '')).toEqual(house.clock.at);
});

describe('a service', () => {
  it.each(['client', 'actor'])(
    'cut off as %s: its token is over, and the next one is good once the clocks cannot mistake it',
    async (level) => {
      const probe = await house.asService();
      expect((await house.call(probe, 'GET', '/v1/delegations')).status).toBe(200);
      expect((await cuts(max, { level, id: 'svc_probe', reason })).status).toBe(200);
      expect((await house.call(probe, 'GET', '/v1/delegations')).status).toBe(401);
      const streaming = { ...probe.principal, issuedAt: house.clock.at };
      expect(await isSignedIn(house.context, streaming)).toBe(false);
      const asks = () => house.post(probe, { grant_type: 'client_credentials' });
      expect(await asks()).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
      house.clock.pass(3);
      const { status, body } = await asks();
      expect(status).toBe(200);
      const next = { ...probe, token: String(body.access_token) };
      expect((await house.call(next, 'GET', '/v1/delegations')).status).toBe(200);
    },
  );
});

it('more grants than fit into one write end before the answer, each with its entry', async () => {
  const granted = await house.granted('ana', 'noel');
  const [row] = await house.database.handle.select().from(delegations).where(eq(delegations.id, granted.id));
  if (!row) throw new Error('The grant is gone.');
  const copies = Array.from({ length: 1100 }, (_, i) => ({ ...row, id: `dlg_copy${i}` }));
  await house.database.run(insertInto(delegations).values(copies));
  house.clock.pass(1);
  const body = { level: 'subject', id: granted.subjectId, reason };
  expect(await cuts(max, body)).toMatchObject({ status: 200, body: { delegations_ended: 1101 } });
  const where = and(eq(delegations.subjectId, granted.subjectId), eq(delegations.status, 'granted'));
  expect(await house.database.handle.$count(delegations, where)).toBe(0);
  const revoked = (await house.entries()).filter(
    ({ type, delegation }) => type === 'delegation.revoked' && String(delegation).startsWith('dlg_copy'),
  );
  expect(revoked).toHaveLength(1100);
});
