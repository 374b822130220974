import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { endSession } from '#broker/session/end-session.ts';
import { revealFields } from '#broker/session/reveal-fields.ts';
import { listSessions } from '#broker/session/visible.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '#test/delegated-house.ts';
import { FILES, SEE, settleIn, withMoreBackends } from '#test/more-backends.ts';

const PROFILE = 'accounts:profile.read';
const SETTINGS = 'accounts:settings.read';

/** The second backend masks a field of the same name. */
function withMasks() {
  const bundle = withMoreBackends();
  const backends = bundle.catalog.backends.map(({ actions, ...backend }) => ({
    ...backend,
    actions: actions.map((one) => (one.id === SEE ? { ...one, masked: { email: SEE } } : one)),
  }));
  return { ...bundle, catalog: { backends } };
}

let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse(undefined, withMasks());
  await settleIn(house);
});
beforeEach(async () => {
  ana = await house.signIn('support', 'ana');
  const mine = { principal: ana.principal, status: 'live', limit: 10 } as const;
  for (const { id } of (await listSessions(house.context, mine)).items)
    await endSession(house.context, { principal: ana.principal, sid: id });
});
afterAll(() => house?.close());

const revealedIn = (token: unknown) => (claimsOf(token).dlg as { revealed?: unknown }).revealed;

/** Ana, who may look at both backends. */
async function inside() {
  const asked = await house.asks('ana', 'mira', [...READ, SEE], { locations: [RESOURCE, FILES] });
  const session = await house.starts(ana, await house.answers('mira', asked));
  return { session, grant: await house.grantToken(ana, session.delegation, session) };
}

const reveals = (who: SignedIn, sid: string, action = PROFILE) =>
  revealFields(house.context, {
    principal: who.principal,
    sid,
    action,
    fields: ['email'],
    reason: 'She asks where her invoices go.',
  });

it('not the next one on the same grant', async () => {
  const { session, grant } = await inside();
  await reveals(ana, session.id);
  expect(revealedIn((await house.exchange(ana, grant)).body.access_token)).toEqual({ [PROFILE]: ['email'] });
  await endSession(house.context, { principal: ana.principal, sid: session.id });
  const again = await house.starts(ana, await house.delegation(session.delegation.id));
  expect(again.revealed).toEqual({});
  const anew = await house.grantToken(ana, again.delegation, again);
  expect(revealedIn((await house.exchange(ana, anew)).body.access_token)).toBeUndefined();
});

it('not another agent’s, for another customer at the same time', async () => {
  const ben = await house.signIn('support', 'ben');
  const own = await inside();
  const other = await house.starts(ben, await house.granted('ben', 'noel'));
  const grant = await house.grantToken(ben, other.delegation, other);
  await reveals(ana, own.session.id);
  const { status, body } = await house.exchange(ben, grant);
  expect(status).toBe(200);
  expect(revealedIn(body.access_token)).toBeUndefined();
  expect((await house.session(other.id)).revealed).toEqual({});
});

it('not another action, nor the same field of another backend', async () => {
  const { session, grant } = await inside();
  await reveals(ana, session.id);
  for (const more of [{ scope: SETTINGS }, { resource: FILES }])
    expect(revealedIn((await house.exchange(ana, grant, more)).body.access_token)).toBeUndefined();
});

it('and no backend to which the delegation is passed on', async () => {
  const accountsApi = await house.asService('svc_accounts');
  const { session, grant } = await inside();
  await reveals(ana, session.id);
  await reveals(ana, session.id, SEE);
  const { access_token: token } = (await house.exchange(ana, grant)).body;
  expect(revealedIn(token)).toEqual({ [PROFILE]: ['email'] });
  const passedOn = await house.post(accountsApi, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: String(token),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    actor_token: accountsApi.token,
    actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    resource: FILES,
  });
  expect(passedOn.status).toBe(200);
  expect(claimsOf(passedOn.body.access_token)).toMatchObject({ scope: SEE, aud: FILES });
  expect(revealedIn(passedOn.body.access_token)).toBeUndefined();
});

it('an ended session is revealed nothing', async () => {
  const { session } = await inside();
  await endSession(house.context, { principal: house.who('customer', 'mira'), sid: session.id });
  await expect(reveals(ana, session.id)).rejects.toMatchObject({ code: 'session_ended' });
});
