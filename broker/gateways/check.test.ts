import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { revealFields } from '#broker/session/reveal-fields.ts';
import { sessions } from '#broker/session/tables.ts';
import { alertMissingOutcomes } from '#broker/signals/alert-missing-outcomes.ts';
import { type Dialect, type GatewayHouse, type Inside, openGatewayHouse, told } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const PROFILE = 'accounts:profile.read';
const dialects: Dialect[] = ['nginx', 'traefik', 'envoy'];

/** Entries since `before`, of these types. */
async function newEntries(before: number, type: RegExp) {
  return (await house.entries()).slice(before).filter((entry) => type.test(String(entry.type)));
}

it.each(dialects)(
  'a read that the token covers may pass %s, and is on record before the answer',
  async (dialect) => {
    const { token, session, delegation } = open;
    const { calls } = (await house.session(session.id)).used;
    const before = (await house.entries()).length;
    const attempt = {
      uri: `/accounts/${house.account}/settings?full=1`,
      action: 'accounts:settings.read',
      resource: 'account/{2}',
    };
    const answer = await house.check({ ...attempt, token }, dialect);
    expect(answer.status).toBe(dialect === 'envoy' ? 200 : 204);
    expect(await answer.text()).toBe('');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'delegation-id': delegation,
      'delegation-subject': house.who('customer', 'mira').id,
      'delegation-actor': house.ana.principal.id,
      'delegation-actions': 'accounts:profile.read accounts:settings.read',
      'delegation-action': 'accounts:settings.read',
      'delegation-resource': `account/${house.account}`,
    });
    expect(answer.headers.get('delegation-session')).toMatch(
      new RegExp(`^"${session.id}";actor="agt_\\w+";subject="cus_\\w+";actions="[^"]+";exp=\\d+$`),
    );
    expect(answer.headers.has('delegation-intent')).toBe(false);
    expect(await newEntries(before, /./)).toMatchObject([
      {
        type: 'access.checked',
        actor: house.ana.principal.id,
        session: session.id,
        client: 'svc_accounts',
        facts: {
          method: 'GET',
          action: 'accounts:settings.read',
          identifier: `account/${house.account}`,
        },
      },
    ]);
    expect((await house.session(session.id)).used).toEqual({
      calls: calls + 1,
      denials: 0,
      resources: [`account/${house.account}`],
      reveals: 0,
    });
  },
);

it('what a token reveals of an action is told with it, and nothing of another token or action', async () => {
  const { token: before, session, delegation } = open;
  const { principal } = house.ana;
  const revealing = { fields: ['email', 'phone'], reason: 'She asks which number we would call.' };
  await revealFields(house.context, { principal, sid: session.id, action: PROFILE, ...revealing });
  const grant = await house.grantToken(house.ana, await house.delegation(delegation), session);
  const after = String((await house.exchange(house.ana, grant)).body.access_token);
  const shown = async (token: string, action?: string) => {
    const answer = await house.check({ token, ...(action === undefined ? {} : { action }) });
    expect(answer.status).toBe(204);
    return answer.headers.get('delegation-revealed');
  };
  expect(await shown(after, PROFILE)).toBe('email phone');
  expect(await shown(after, 'accounts:settings.read')).toBeNull();
  expect(await shown(after)).toBeNull();
  expect(await shown(before, PROFILE)).toBeNull();
});

it('what was let through is no use that nobody reported', async () => {
  const { token } = open;
  expect((await house.check({ token, action: 'accounts:settings.read' })).status).toBe(204);
  house.clock.pass(40);
  expect(await alertMissingOutcomes(house.context)).toBe(0);
});

it('without a named action only somebody who looks may pass, and that is on record too', async () => {
  const { token, session } = open;
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    const before = (await house.entries()).length;
    expect((await house.check({ method, token })).status).toBe(204);
    expect(await newEntries(before, /./)).toMatchObject([{ type: 'access.checked', facts: { method } }]);
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']) {
    const before = (await house.entries()).length;
    expect(await told(await house.check({ method, token }))).toBe('403 insufficient_scope');
    expect(await newEntries(before, /./)).toMatchObject([
      { type: 'refusal.check-access', code: 'action_not_named', session: session.id },
    ]);
  }
});

it('who has no credentials is told which, and of which resource', async () => {
  const answer = await house.check({});
  expect(answer.status).toBe(401);
  expect(await answer.text()).toBe('');
  expect(answer.headers.get('www-authenticate')).toBe(
    'DPoP algs="ES256 PS256 Ed25519", ' +
      'resource_metadata="https://localhost:3002/.well-known/oauth-protected-resource"',
  );
});

it('while the log cannot keep up nothing passes', async () => {
  const { token } = open;
  const { trouble } = house.services;
  const present = trouble.present;
  trouble.present = async () => true;
  expect(await told(await house.check({ token, action: 'accounts:settings.read' }))).toBe(
    '401 invalid_token',
  );
  trouble.present = present;
  expect((await house.check({ token, action: 'accounts:settings.read' })).status).toBe(204);
});

it('what cannot be recorded does not pass', async () => {
  const { token } = open;
  const { trouble } = house.services;
  const requireNone = trouble.requireNone;
  const { Refusal } = await import('#broker/errors.ts');
  trouble.requireNone = async () => {
    throw new Refusal('log_behind', 'The log cannot keep up.', { status: 503 });
  };
  const answer = await house.check({ token, action: 'accounts:settings.read' });
  trouble.requireNone = requireNone;
  expect(answer.status).toBe(503);
});

it('one caller who asks too often shuts nobody else out', async () => {
  const { token } = open;
  const { limit } = house.app.edge;
  const gone = `svc_accounts ${house.ana.principal.id}`;
  house.app.edge.limit = (key) => (key === gone ? { ...limit(key), allowed: false } : limit(key));
  const answer = await house.check({ token });
  house.app.edge.limit = limit;
  expect(answer.status).toBe(429);
  expect(answer.headers.has('ratelimit')).toBe(true);
});

it('a change passes at level write only, as an intent, and its outcome can be reported', async () => {
  await house.newDay();
  const { token, session } = await house.goesInToChange();
  const before = (await house.entries()).length;
  const attempt = {
    method: 'PUT',
    uri: `/accounts/${house.account}/settings`,
    action: 'accounts:settings.update',
    resource: 'account/{2}',
    token,
  };
  const answer = await house.check(attempt);
  expect(answer.status).toBe(204);
  const intent = answer.headers.get('delegation-intent');
  expect(await newEntries(before, /./)).toMatchObject([
    { type: 'outcome.intended', session: session.id, facts: { action: 'accounts:settings.update', intent } },
  ]);
  house.clock.pass(40);
  expect(await alertMissingOutcomes(house.context)).toBe(0);
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const outcome = {
    phase: 'outcome',
    id: intent,
    jti,
    action: 'accounts:settings.update',
    resource: `account/${house.account}`,
    status: 'done',
  };
  expect((await house.asBackend('/v1/outcomes', outcome)).status).toBe(204);
  expect(await newEntries(before, /outcome\.done/)).toHaveLength(1);
});

it('a change passes only when it is said what is changed', async () => {
  await house.newDay();
  const { token } = await house.goesInToChange();
  const attempt = { method: 'PUT', token, action: 'accounts:settings.update' };
  const before = (await house.entries()).length;
  expect(await told(await house.check(attempt))).toBe('403 insufficient_scope');
  expect(await newEntries(before, /./)).toMatchObject([{ code: 'resource_not_named' }]);
});

it('what is used up is used up for reads at a gateway as well', async () => {
  await house.newDay();
  const { token, session } = await house.goesIn();
  await house.database.run(
    update(sessions)
      .set({ budget: { calls: 1 } })
      .where(eq(sessions.id, session.id)),
  );
  const attempt = { token, action: 'accounts:settings.read' };
  expect((await house.check(attempt)).status).toBe(204);
  expect(await told(await house.check(attempt))).toBe('403 insufficient_scope');
});

it('a token that is bound to a certificate passes with the one that the gateway was shown', async () => {
  await house.newDay();
  const { der, thumbprint } = await house.endCertificate();
  const ana = await house.signIn('support', 'ana', { thumbprint });
  const { grant } = await house.inSession(ana);
  const token = String((await house.exchange(ana, grant)).body.access_token);
  const attempt = { token, scheme: 'Bearer', proof: null, action: 'accounts:settings.read' };
  expect((await house.check({ ...attempt, headers: { 'client-cert': `:${der}:` } })).status).toBe(204);
  expect(await told(await house.check(attempt))).toBe('401 invalid_token');
  const another = (await house.endCertificate()).der;
  for (const header of [`:${another}:`, der, `:${der}:, :${der}:`, '::', ':AAAA:'])
    expect(await told(await house.check({ ...attempt, headers: { 'client-cert': header } }))).toBe(
      '401 invalid_token',
    );
});

it('a token that was taken back passes no more', async () => {
  await house.newDay();
  const { token } = await house.goesIn();
  expect((await house.check({ token })).status).toBe(204);
  expect((await house.post(house.ana, { token }, '/revoke')).status).toBe(200);
  expect(await told(await house.check({ token }))).toBe('401 invalid_token');
});

it.each([
  ['read', () => house.goesIn(), { action: 'accounts:settings.read' }],
  ['change', () => house.goesInToChange(), { method: 'PUT', action: 'accounts:settings.update' }],
])('a %s that comes between the look and the record after a stop does not pass', async (_, goesIn, deed) => {
  await house.newDay();
  const { token, session } = await goesIn();
  const attempt = { token, resource: `account/${house.account}`, ...deed };
  const { trouble } = house.services;
  const { requireNone } = trouble;
  const before = (await house.entries()).length;
  trouble.requireNone = async () => {
    trouble.requireNone = requireNone;
    await house.call(house.ana, 'DELETE', `/v1/sessions/${session.id}`);
  };
  const answer = await told(await house.check(attempt));
  trouble.requireNone = requireNone;
  expect(answer).toBe('403 insufficient_scope');
  expect((await newEntries(before, /./)).map(({ type }) => type)).toEqual([
    'session.ended',
    'refusal.check-access',
  ]);
});
