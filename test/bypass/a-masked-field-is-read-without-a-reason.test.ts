import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { endSession } from '#broker/session/end-session.ts';
import { listSessions } from '#broker/session/visible.ts';
import { tried } from '#test/attempt.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { MIRA, openGuardedBackend } from '#test/guarded-backend.ts';
import { attacker, watching } from '#test/tamper.ts';

let house: DelegatedHouse;
let backend: Awaited<ReturnType<typeof openGuardedBackend>>;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  // A backend believes no broker whose clock stands elsewhere.
  Object.defineProperty(house.clock, 'at', { get: () => new Date() });
  backend = await openGuardedBackend(house);
}, 120_000);
beforeEach(async () => {
  ana = await house.signIn('support', 'ana');
  const mine = { principal: ana.principal, status: 'live', limit: 10 } as const;
  for (const { id } of (await listSessions(house.context, mine)).items)
    await endSession(house.context, { principal: ana.principal, sid: id });
  await expireDue(house.context, closeSessionsOf);
});
afterAll(async () => {
  await backend?.stop();
  await house?.close();
});

const PROFILE = 'accounts:profile.read';
const reason = 'She asks which number we would call.';
const masked = { ...MIRA, email: 'hidden', phone: 'hidden' };

async function inside(who = ana) {
  const { session, grant } = await house.inSession(who);
  const token = async (more: Record<string, string> = {}) =>
    String((await house.exchange(who, grant, more)).body.access_token);
  const reveals = (by: SignedIn, body: object) =>
    house.call(by, 'POST', `/v1/sessions/${session.id}/reveals`, body);
  return { session, token, reveals };
}

it('it is masked until the reason is on record, and shown by tokens from then on', async () => {
  const { token, reveals } = await inside();
  expect(await backend.shows(ana, await token())).toEqual(masked);
  const told = await reveals(ana, { action: PROFILE, fields: ['phone'], reason });
  expect(told).toMatchObject({ status: 200, body: { revealed: { [PROFILE]: ['phone'] } } });
  expect(await backend.shows(ana, await token())).toEqual({ ...masked, phone: MIRA.phone });
});

it('a token issued before the reason shows it masked afterwards too', async () => {
  const { token, reveals } = await inside();
  const before = await token();
  expect((await reveals(ana, { action: PROFILE, fields: ['phone'], reason })).status).toBe(200);
  expect(await backend.shows(ana, before)).toEqual(masked);
});

it.each([
  ['no reason', { fields: ['phone'] }, 'invalid_request'],
  ['an empty reason', { fields: ['phone'], reason: '   ' }, 'invalid_request'],
  ['a reason of invisible characters', { fields: ['phone'], reason: '\u200b\u200b' }, 'text_not_signable'],
  ['a reason and no field', { fields: [], reason }, 'invalid_request'],
  ['a field that is not masked', { fields: ['name'], reason }, 'not_masked'],
  ['everything at once', { fields: ['*'], reason }, 'invalid_request'],
])('%s reveals nothing', async (_, body, code) => {
  const { token, reveals } = await inside();
  const answer = await tried(house, () => reveals(ana, { action: PROFILE, ...body }));
  expect(answer.body).toMatchObject({ code });
  expect(answer.log.map(({ type }) => type)).not.toContain('session.revealed');
  expect(await backend.shows(ana, await token())).toEqual(masked);
});

it('asking for it at the token endpoint reveals nothing', async () => {
  const { token } = await inside();
  const more = { revealed: 'phone', dlg: JSON.stringify({ revealed: { [PROFILE]: ['phone'] } }) };
  expect(await backend.shows(ana, await token(more))).toEqual(masked);
});

it('nobody else reveals it for the one who is in the session', async () => {
  const { token, reveals } = await inside();
  const others = [
    [await house.signIn('support', 'ben'), 404],
    [await house.signIn('admin', 'tess', { scopes: ['delegation.revoke'] }), 403],
    [await house.signIn('customer', 'mira', { scopes: ['consent.revoke'] }), 403],
  ] as const;
  for (const [who, status] of others) {
    const answer = await tried(house, () => reveals(who, { action: PROFILE, fields: ['phone'], reason }));
    expect(answer.status).toBe(status);
  }
  expect(await backend.shows(ana, await token())).toEqual(masked);
});

it('a delegated token reveals nothing to itself', async () => {
  const { token, reveals } = await inside();
  const delegated = { ...ana, token: await token() };
  const answer = await tried(house, () => reveals(delegated, { action: PROFILE, fields: ['phone'], reason }));
  expect(answer).toMatchObject({ status: 403, body: { code: 'delegated_token_not_allowed' } });
});

it('a session that was edited in the database to show it shows nothing any more', async () => {
  const watch = watching(house);
  const { session, token } = await inside();
  const good = await token();
  await attacker(house).set('sessions', session.id, { revealed: { [PROFILE]: ['phone'] } });
  expect(await token()).toBe('undefined');
  expect(await house.introspect(good)).toEqual({ active: false });
  expect(await watch.report()).toBeGreaterThan(0);
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'detection' },
  });
});
