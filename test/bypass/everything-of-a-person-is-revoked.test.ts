import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { people } from '#broker/identity/tables.ts';
import { serviceClaims } from '#broker/oauth/claims.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let tool: SignedIn;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  const scopes = ['delegation.request', 'delegation.run', 'global_revoke'];
  await house.database.run(update(clients).set({ scopes }).where(eq(clients.id, 'svc_other')));
});
beforeEach(async () => {
  house.clock.pass(3600);
  tool = await incidentTool(['global_revoke']);
  ana = await house.signIn('support', 'ana');
});
afterAll(() => house.close());

async function incidentTool(scopes: string[]): Promise<SignedIn> {
  const service = await house.asService('svc_other');
  const confirmation = { 'x5t#S256': service.thumbprint };
  const { issuer } = house;
  const claims = serviceClaims({
    issuer,
    clientId: 'svc_other',
    confirmation,
    scopes,
    now: house.clock.at,
    notAfter: [],
  });
  return { ...service, token: await house.sign('at+jwt', claims) };
}

const revoke = (who: SignedIn, body: unknown) => house.call(who, 'POST', '/global-token-revocation', body);
const opaque = (id: string) => ({ sub_id: { format: 'opaque', id } });
const person = async (id: string) =>
  (await house.database.handle.select().from(people).where(eq(people.id, id)))[0];

it('the metadata names the endpoint', async () => {
  const response = await house.app.request(
    `${house.issuer}/.well-known/oauth-authorization-server`,
    {},
    { connection: { remoteAddress: undefined } },
  );
  expect(await response.json()).toMatchObject({
    global_token_revocation_endpoint: `${house.issuer}/global-token-revocation`,
    scopes_supported: expect.arrayContaining(['global_revoke']),
  });
});

describe('of the person who acts', () => {
  it.each(['opaque', 'iss_sub', 'email'] as const)(
    'named by %s: sign-in, session and every grant end before the answer',
    async (format) => {
      const { session, delegation, grant } = await house.inSession(ana);
      const token = String((await house.exchange(ana, grant)).body.access_token);
      const waiting = await house.granted('ana', 'noel');
      const undecided = await house.asks('ana', 'mira', WRITE);
      const renewedBy = await house.refreshToken(ana);
      const { iss, sub, email, id } = (await person(ana.principal.id)) ?? {};
      const named = { opaque: { id }, iss_sub: { iss, sub }, email: { email: email?.toUpperCase() } }[format];

      expect(await revoke(tool, { sub_id: { format, ...named } })).toEqual({ status: 204, body: {} });
      expect(await house.introspect(token)).toEqual({ active: false });
      expect((await house.call(ana, 'GET', '/v1/sessions')).status).toBe(401);
      expect(
        (await house.post(ana, { grant_type: 'refresh_token', refresh_token: renewedBy })).body.error,
      ).toBe('invalid_grant');
      expect((await house.session(session.id)).state).toMatchObject({
        status: 'ended',
        endedBy: { kind: 'signal' },
      });
      expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
      expect((await house.delegation(waiting.id)).state.status).toBe('revoked');
      expect((await house.delegation(undecided.id)).state.status).toBe('denied');
      expect(await house.entries()).toContainEqual(
        expect.objectContaining({
          type: 'not_before.set',
          actor: 'svc_other',
          facts: { level: 'person', by: 'global_revocation', format },
        }),
      );
      house.clock.pass(1);
      const back = await house.signIn('support', 'ana');
      expect((await house.call(back, 'GET', '/v1/sessions')).status).toBe(200);
      await house.inSession(back);
    },
  );
});

it('of the person whose data it is: the sessions about them and their own sign-ins end', async () => {
  const { session } = await house.inSession(ana);
  const mira = await house.signIn('customer', 'mira', { scopes: ['history.read'] });
  expect((await revoke(tool, opaque(mira.principal.id))).status).toBe(204);
  expect((await house.session(session.id)).state.status).toBe('ended');
  expect((await house.call(mira, 'GET', '/v1/me/history')).status).toBe(401);
  expect((await house.call(ana, 'GET', '/v1/sessions')).status).toBe(200);
});

it('of an approver: the requests they signed and that are not decided end, those that are stay', async () => {
  const open = await house.asks('ana', 'mira', WRITE);
  await house.reviews('tess', open);
  const unsigned = await house.asks('ana', 'noel', READ);
  const decided = await house.granted('ana', 'mira', WRITE, ['tess']);
  expect((await revoke(tool, opaque(house.who('admin', 'tess').id))).status).toBe(204);
  expect((await house.delegation(open.id)).state.status).toBe('denied');
  expect((await house.delegation(unsigned.id)).state.status).toBe('pending');
  expect((await house.delegation(decided.id)).state.status).toBe('granted');
});

it('an address that two people have names both: taking it on saves nobody', async () => {
  const ben = await house.signIn('support', 'ben');
  const email = (await person(ana.principal.id))?.email ?? '';
  const own = (await person(ben.principal.id))?.email ?? null;
  const has = (to: string | null) =>
    house.database.run(update(people).set({ email: to }).where(eq(people.id, ben.principal.id)));
  await has(email);
  expect((await revoke(tool, { sub_id: { format: 'email', email } })).status).toBe(204);
  await has(own);
  for (const who of [ana, ben]) expect((await house.call(who, 'GET', '/v1/sessions')).status).toBe(401);
});

describe('it is refused, and nothing ends', () => {
  const stays = async () => expect((await house.call(ana, 'GET', '/v1/sessions')).status).toBe(200);
  const target = () => opaque(ana.principal.id);

  it('to a service whose token lacks the scope', async () => {
    expect((await revoke(await incidentTool(['delegation.run']), target())).status).toBe(403);
    await stays();
  });

  it('to a service that is not registered for the scope, whatever its token says', async () => {
    const probe = await house.asService('svc_probe');
    const confirmation = { 'x5t#S256': probe.thumbprint };
    const { issuer } = house;
    const claims = serviceClaims({
      issuer,
      clientId: 'svc_probe',
      confirmation,
      scopes: ['global_revoke'],
      now: house.clock.at,
      notAfter: [],
    });
    expect((await revoke({ ...probe, token: await house.sign('at+jwt', claims) }, target())).status).toBe(
      403,
    );
    await stays();
  });

  it('to people of every domain, whatever scope their token says', async () => {
    for (const [domain, login] of [
      ['support', 'ben'],
      ['admin', 'max'],
      ['customer', 'mira'],
    ] as const) {
      const who = await house.signIn(domain, login, { scopes: ['global_revoke'] });
      expect(await revoke(who, target())).toMatchObject({ status: 403, body: { code: 'wrong_domain' } });
    }
    await stays();
  });

  it('to a delegated token', async () => {
    const { grant } = await house.inSession(ana);
    const token = String((await house.exchange(ana, grant)).body.access_token);
    expect(await revoke({ ...ana, token }, target())).toMatchObject({
      status: 403,
      body: { code: 'delegated_token_not_allowed' },
    });
    await stays();
  });

  it('to a token with another key than its own, and to no token', async () => {
    expect((await revoke({ ...tool, thumbprint: 'another' }, target())).status).toBe(401);
    const bare = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(target()),
    };
    const connection = { remoteAddress: '127.0.0.1' };
    expect(
      (await house.app.request(`${house.issuer}/global-token-revocation`, bare, { connection })).status,
    ).toBe(401);
    await stays();
  });

  it.each([
    ['no subject', {}],
    ['a format that names nobody here', { sub_id: { format: 'phone_number', phone_number: '+15550100' } }],
    ['a subject without its id', { sub_id: { format: 'opaque' } }],
    ['a subject that is no object', { sub_id: 'agt_ana' }],
  ])('with %s: 400', async (_, body) => {
    expect((await revoke(tool, body)).status).toBe(400);
    await stays();
  });

  it('of somebody who is not known: 404', async () => {
    for (const sub_id of [
      { format: 'opaque', id: 'agt_nobody' },
      { format: 'opaque', id: 'svc_probe' },
      { format: 'email', email: 'nobody@example.com' },
      { format: 'email', email: '%' },
      { format: 'iss_sub', iss: 'https://issuer.example', sub: 'ana' },
    ])
      expect((await revoke(tool, { sub_id })).status).toBe(404);
    await stays();
  });
});
