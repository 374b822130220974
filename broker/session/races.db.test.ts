import { afterAll, beforeAll, expect, it } from 'vitest';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { claimsOf, type DelegatedHouse, openDelegatedHouse, WRITE } from '#test/delegated-house.ts';
import { openRace } from '#test/race.ts';
import { rounds } from '#test/rounds.ts';
import { closeSessionsOf } from './closing.ts';
import { endSession } from './end-session.ts';
import { raiseSession } from './raise-session.ts';
import { revealFields } from './reveal-fields.ts';
import { listSessions } from './visible.ts';

const ROUNDS = 15;
/** Of what one stop decides. */
const STOPS = rounds(60);
let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
afterAll(() => house.close());

const liveOnes = async () =>
  (await listSessions(house.context, { principal: house.who('admin', 'tess'), status: 'live', limit: 10 }))
    .items;

it('of two starts of one agent at the same moment exactly one wins', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const ana = await house.signIn('support', 'ana');
    const grants = [await house.granted('ana', 'mira'), await house.granted('ana', 'noel')];
    const settled = await Promise.allSettled(grants.map((grant) => house.starts(ana, grant)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'Refusal', code: 'session_live' },
    });
    for (const { id } of await liveOnes())
      await endSession(house.context, { principal: ana.principal, sid: id });
  }
}, 120_000);

it('a stop beside a start leaves nothing alive', async () => {
  const race = openRace();
  for (let round = 0; round < STOPS; round++) {
    const ana = await house.signIn('support', 'ana');
    const granted = await house.granted('ana', 'mira');
    const principal = house.who('customer', 'mira');
    const [started, stopped] = await race.run(
      () => house.starts(ana, granted),
      () => revokeGrant(house.context, { principal, id: granted.id }, closeSessionsOf),
    );
    expect(stopped.status).toBe('fulfilled');
    expect(await liveOnes()).toEqual([]);
    const types = await house.types(granted.id);
    expect(types.includes('session.ended')).toBe(started.status === 'fulfilled');
  }
  race.expectEither();
}, 120_000);

it('a token beside a stop was issued before it, or not at all', async () => {
  const race = openRace();
  for (let round = 0; round < STOPS; round++) {
    const ana = await house.signIn('support', 'ana');
    const granted = await house.granted('ana', 'mira');
    const session = await house.starts(ana, granted);
    const grant = await house.grantToken(ana, session.delegation, session);
    const principal = house.who('customer', 'mira');
    const [issuing, stopped] = await race.run(
      () => house.exchange(ana, grant),
      () => endSession(house.context, { principal, sid: session.id }),
      (exchanged) => exchanged.status === 'fulfilled' && exchanged.value.status === 200,
    );
    expect(stopped.status).toBe('fulfilled');
    if (issuing.status === 'rejected') throw issuing.reason;
    const reply = issuing.value;
    const issued = (await house.types(granted.id)).filter((type) => type === 'token.issued');
    expect(issued).toHaveLength(reply.status === 200 ? 1 : 0);
    if (reply.status !== 200) continue;
    expect(claimsOf(reply.body.access_token).sid).toBe(session.id);
    expect(await house.introspect(String(reply.body.access_token))).toEqual({ active: false });
  }
  race.expectEither();
}, 120_000);

it('of two reveals and a step up at the same moment none undoes another, and the row still holds', async () => {
  const action = 'accounts:profile.read';
  for (let round = 0; round < ROUNDS; round++) {
    const ana = await house.signIn('support', 'ana');
    const granted = await house.granted('ana', 'mira', [action, ...WRITE], ['tess']);
    const { id } = await house.starts(ana, granted);
    const input = { principal: ana.principal, sid: id, reason: 'As she asked.' };
    await Promise.all([
      revealFields(house.context, { ...input, action, fields: ['email'] }),
      revealFields(house.context, { ...input, action, fields: ['phone'] }),
      raiseSession(house.context, input),
    ]);
    const session = await house.session(id);
    expect(session).toMatchObject({ level: 'write', used: { reveals: 2 }, state: { status: 'live' } });
    expect([...(session.revealed[action] ?? [])].sort()).toEqual(['email', 'phone']);
    const types = await house.types(granted.id);
    expect(types.filter((type) => type === 'session.revealed')).toHaveLength(2);
    await endSession(house.context, { principal: ana.principal, sid: id });
  }
}, 120_000);
