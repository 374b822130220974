import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

import { projected } from '#test/tamper.ts';

let house: DelegatedHouse;
let call: DelegatedHouse['call'];
beforeAll(async () => {
  house = await openDelegatedHouse();
  call = house.call;
}, 240_000);
afterAll(() => house.close());

async function started(ana: SignedIn) {
  const granted = await house.granted('ana', 'mira', READ);
  const reply = await call(ana, 'POST', `/v1/delegations/${granted.id}/sessions`);
  expect(reply.status).toBe(201);
  return { granted, sid: String(reply.body.sid), grant: String(reply.body.grant_token), body: reply.body };
}

it('a session over the API: started, used, seen, stopped by the customer with real counts', async () => {
  const ana = await house.signIn('support', 'ana');
  const mira = await house.signIn('customer', 'mira', {
    scopes: ['consent.give', 'consent.revoke', 'history.read'],
  });
  const { granted, sid, grant, body } = await started(ana);
  expect(body.session).toMatchObject({
    sid,
    status: 'live',
    level: 'read',
    delegation: granted.id,
    actions: READ,
  });
  expect(claimsOf(grant)).toMatchObject({ sid, dlg: { id: granted.id }, may_act: { sub: ana.principal.id } });
  const issued = await house.exchange(ana, grant);
  expect(issued.status).toBe(200);
  expect((await call(mira, 'GET', '/v1/sessions?status=live')).body.items).toMatchObject([{ sid }]);
  expect((await call(mira, 'GET', `/v1/sessions/${sid}`)).body.grant_token).toBeUndefined();
  expect((await call(mira, 'GET', `/v1/delegations/${granted.id}`)).body).toMatchObject({
    sessions: [{ sid }],
  });
  const again = await call(ana, 'GET', `/v1/delegations/${granted.id}`);
  expect(claimsOf(again.body.grant_token).sid).toBeUndefined();
  const raising = await call(ana, 'POST', `/v1/sessions/${sid}/raise`, { reason: 'To change it.' });
  expect(raising).toMatchObject({ status: 403, body: { code: 'nothing_to_raise' } });
  const delegated = { ...ana, token: String(issued.body.access_token) };
  expect(await call(delegated, 'GET', '/v1/sessions')).toMatchObject({
    status: 403,
    body: { code: 'delegated_token_not_allowed' },
  });
  expect(await call(mira, 'POST', `/v1/delegations/${granted.id}/revoke`, {})).toMatchObject({
    status: 200,
    body: { sessions_ended: 1, tokens_revoked: 1, backends: [{ acknowledged: false }] },
  });
  expect((await call(ana, 'GET', `/v1/sessions/${sid}`)).body).toMatchObject({
    status: 'ended',
    ended_by: { kind: 'customer', id: mira.principal.id },
  });
});

it('signing out ends the session as the agent, and leaves the grant', async () => {
  const ana = await house.signIn('support', 'ana');
  const { granted, sid } = await started(ana);
  const token = await house.refreshToken(ana);
  expect((await house.post(ana, { token }, '/revoke')).status).toBe(200);
  expect((await house.session(sid as `ses_${string}`)).state).toMatchObject({ endedBy: { kind: 'agent' } });
  expect((await house.delegation(granted.id)).state.status).toBe('granted');
  expect((await call(ana, 'GET', '/v1/sessions')).status).toBe(401);
});

it('an approver watches what a session changes; nobody else is told', async () => {
  const ben = await house.signIn('support', 'ben');
  const session = await house.starts(ben, await house.granted('ben', 'noel', WRITE, ['tess']));
  const raised = await call(ben, 'POST', `/v1/sessions/${session.id}/raise`, { reason: 'As Noel asked.' });
  expect(raised.status).toBe(200);
  const grant = await house.grantToken(ben, session.delegation, session);
  const { jti } = claimsOf((await house.exchange(ben, grant)).body.access_token);
  const resource = house.accountOf('noel');
  const deed = { id: 'watched', jti, action: 'accounts:settings.update', resource };
  expect((await house.asBackend('/v1/outcomes', { phase: 'intent', ...deed })).status).toBe(204);
  const outcome = { phase: 'outcome', status: 'done', ...deed };
  expect((await house.asBackend('/v1/outcomes', outcome)).status).toBe(204);
  await projected(house);

  const path = `/v1/sessions/${session.id}/changes`;
  const tess = await house.signIn('admin', 'tess', { scopes: ['delegation.revoke'] });
  const { status, body } = await call(tess, 'GET', path);
  const what = { action: deed.action, identifier: resource };
  expect({ status, items: body.items }).toMatchObject({
    status: 200,
    items: [
      { step: 'done', ...what },
      { step: 'began', ...what },
      { step: 'raised', reason: 'As Noel asked.' },
    ],
  });
  const auditor = await house.signIn('admin', 'audra', { scopes: ['audit.read'] });
  expect((await call(auditor, 'GET', path)).status).toBe(403);
  expect((await call(ben, 'GET', path)).status).toBe(403);
  expect((await call(tess, 'GET', '/v1/sessions/ses_00000000000000000000000000/changes')).status).toBe(404);
});

it('what is revealed is told to the customer with its reason, and to whoever may stop it', async () => {
  const ana = await house.signIn('support', 'ana');
  const { sid } = await started(ana);
  const reason = 'She asks which number we would call.';
  const action = 'accounts:profile.read';
  const revealing = { action, fields: ['phone', 'email'], reason };
  const revealed = await call(ana, 'POST', `/v1/sessions/${sid}/reveals`, revealing);
  expect(revealed).toMatchObject({ status: 200, body: { revealed: { [action]: ['phone', 'email'] } } });
  await projected(house);

  const fields = ['phone number', 'e-mail address'];
  const mira = await house.signIn('customer', 'mira', { scopes: ['history.read'] });
  const history = await call(mira, 'GET', `/v1/me/history?session=${sid}`);
  const [told] = history.body.items as unknown[];
  expect(told).toMatchObject({ type: 'session.revealed', session: sid, detail: { reason, fields } });
  const tess = await house.signIn('admin', 'tess', { scopes: ['delegation.revoke'] });
  const { body } = await call(tess, 'GET', `/v1/sessions/${sid}/changes`);
  expect(body.items).toMatchObject([{ step: 'revealed', action, fields, reason }]);
  for (const who of [mira, tess])
    expect((await call(who, 'GET', `/v1/sessions/${sid}`)).body.revealed).toEqual({
      [action]: ['phone', 'email'],
    });
});
