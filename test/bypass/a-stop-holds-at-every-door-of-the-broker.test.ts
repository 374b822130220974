import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import { lowerSession } from '#broker/session/lower-session.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let mira: SignedIn;
let tess: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
beforeEach(async () => {
  house.clock.pass(2 * 3600);
  await expireDue(house.context, closeSessionsOf);
  await lapseSessions(house.context);
  ana = await house.signIn('support', 'ana');
  mira = await house.signIn('customer', 'mira', { scopes: ['consent.revoke', 'history.read'] });
  tess = await house.signIn('admin', 'tess', { scopes: ['delegation.revoke'] });
});
afterAll(() => house.close());

interface Open {
  sid: string;
  delegation: string;
  /** The agent's client refreshes, and uses the session when told so. */
  pass: (seconds: number, used?: 'used') => Promise<void>;
}

const stops: [by: string, reason: string, stop: (open: Open) => Promise<unknown>][] = [
  ['its agent', 'session_ended', ({ sid }) => house.call(ana, 'DELETE', `/v1/sessions/${sid}`)],
  ['its customer', 'delegation_not_active', ({ sid }) => house.call(mira, 'DELETE', `/v1/sessions/${sid}`)],
  [
    'an admin',
    'delegation_not_active',
    ({ sid }) => house.call(tess, 'DELETE', `/v1/sessions/${sid}?reason=Enough.`),
  ],
  [
    'the customer, who takes the delegation back',
    'delegation_not_active',
    ({ delegation }) => house.call(mira, 'POST', `/v1/delegations/${delegation}/revoke`, {}),
  ],
  [
    'the agent, who ends the delegation',
    'delegation_not_active',
    ({ delegation }) => house.call(ana, 'DELETE', `/v1/delegations/${delegation}`),
  ],
  [
    'the agent, who signs out',
    'actor_token_invalid',
    async () => house.post(ana, { token: await house.refreshToken(ana) }, '/revoke'),
  ],
  ['nobody: it was idle', 'session_ended', ({ pass }) => pass(600)],
  [
    'nobody: its time was used up',
    'delegation_not_active',
    async ({ pass }) => {
      for (const seconds of [500, 500, 500]) await pass(seconds, 'used');
      await pass(300);
    },
  ],
];

it.each(stops)('ended by %s: %s', async (_, reason, stop) => {
  const asked = await house.asks('ana', 'mira', WRITE, { max_duration: 1800 });
  await house.reviews('tess', asked);
  const session = await house.starts(ana, await house.answers('mira', asked));
  const grant = await house.grantToken(ana, session.delegation, session);
  const polling = await house.grantToken(ana, session.delegation);
  await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
  const issued = async () => String((await house.exchange(ana, grant)).body.access_token);
  let token = await issued();
  const write = { action: 'accounts:settings.update', resource: `${house.accountOf('mira')}/settings` };
  const begin = (id: string) =>
    house.asBackend('/v1/outcomes', { phase: 'intent', id, jti: claimsOf(token).jti, ...write });
  expect((await begin(`before-${session.id}`)).status).toBe(204);
  expect(await house.introspect(token)).toMatchObject({ active: true });

  await stop({
    sid: session.id,
    delegation: asked.id,
    pass: async (seconds, used) => {
      house.clock.pass(seconds);
      ana = { ...ana, token: await house.personToken(ana.principal) };
      if (used) token = await issued();
    },
  });
  expect(await house.introspect(token)).toEqual({ active: false });
  for (const id of ['before', 'after'])
    expect(await tried(house, () => begin(`${id}-${session.id}`))).toMatchObject({
      status: 403,
      log: [{ type: 'refusal.report-outcome', actor: 'svc_accounts' }],
    });
  expect(await tried(house, () => house.exchange(ana, grant))).toEqual(refusedExchange({ reason }));
  if (reason !== 'session_ended')
    expect(await tried(house, () => house.exchange(ana, polling))).toEqual(refusedExchange({ reason }));
});

it('lowered: the token from before still reads, and begins no write', async () => {
  const { session, grant } = await house.inSession(ana, WRITE, ['tess']);
  await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
  const { jti } = claimsOf((await house.exchange(ana, grant)).body.access_token);
  await lowerSession(house.context, { principal: ana.principal, sid: session.id });
  const write = { action: 'accounts:settings.update', resource: `${house.accountOf('mira')}/settings` };
  const intent = { phase: 'intent', id: 'lowered', jti, ...write };
  expect(await tried(house, () => house.asBackend('/v1/outcomes', intent))).toMatchObject({
    status: 403,
    body: { code: 'level_read' },
    log: [{ type: 'refusal.report-outcome', code: 'level_read' }],
  });
});
